import type * as pulumi from '@pulumi/pulumi';
import type { DeploymentPlan } from '../../plan/index.ts';

/** Stands for a number that only the deployment knows. */
export const UNKNOWN = Number.NaN;

/** The plan as far as it is known when the program runs, and all of it. */
export interface Plans {
  /** Has no sense in numbers that follow from an output: what it is for is which resources there are. */
  readonly now: DeploymentPlan;
  readonly later: pulumi.Output<DeploymentPlan>;
}

/** A number of {@link Plans.now}, if it is known then. */
export function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
