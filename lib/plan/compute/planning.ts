import type { Capacity } from './capacity.ts';
import type { EarlyPlan } from '../deployment-plan.ts';
import type { MaybeKnown } from '../known.ts';

/** What is asked of a deployment that concerns every kind of compute. */
export interface ComputeContext {
  /** The peak that all tasks together are to take. */
  readonly capacity: Capacity | undefined;
  /** What scaling says; undefined where it leaves that open. */
  readonly desiredCount: MaybeKnown | undefined;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly stopTimeout: MaybeKnown;
}

/** What compute decides of a plan. */
export interface ComputePlan extends Pick<EarlyPlan, 'task' | 'container'> {
  readonly desiredCount: MaybeKnown;
  /** Seconds; undefined where only the deployment knows `stopTimeout`. */
  readonly workerShutdownTimeout: number | undefined;
}
