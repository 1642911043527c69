import type { Capacity } from './capacity.ts';
import type { Check, IsKnown } from '../limits/check-limit.ts';
import type { ContainerPlan } from '../deployment-plan.ts';
import type { TaskPlan } from '../public-plan.ts';

/** What is asked of a deployment that concerns every kind of compute. */
export interface ComputeContext {
  /** The peak that all tasks together are to take. */
  readonly capacity: Capacity | undefined;
  /** What scaling says; undefined where it leaves that open. */
  readonly desiredCount: number | undefined;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly stopTimeout: number;
  readonly isKnown: IsKnown;
  readonly check: Check;
}

/** What compute decides of a plan. */
export interface ComputePlan {
  readonly task: TaskPlan;
  readonly container: ContainerPlan;
  readonly desiredCount: number;
  /** Seconds; undefined where only the deployment knows `stopTimeout`. */
  readonly workerShutdownTimeout: number | undefined;
}
