import type * as pulumi from '@pulumi/pulumi';
import type { DeploymentPlan, EarlyPlan } from '../../plan/index.ts';

/** The plan as far as it is known when the program runs, and all of it. */
export interface Plans {
  /** It decides which resources there are. */
  readonly now: EarlyPlan;
  readonly later: pulumi.Output<DeploymentPlan>;
}
