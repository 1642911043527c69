import type { MaybeKnown } from '../known.ts';

/** What scaling decides of a plan. */
export interface ScalingPlan {
  /** How many tasks run; undefined where that is left to the size of the tasks. */
  readonly desiredCount: MaybeKnown | undefined;
}
