import type { MaybeKnown } from '../known.ts';
import { checkLimit } from '../limits/check-limit.ts';
import { DESIRED_COUNT } from '../limits/limits.ts';
import type { ScalingPlan } from './planning.ts';

/** As many tasks as are said, or as `capacity` takes, as plain data. */
export interface FixedSpec {
  readonly kind: 'fixed';
  /** How many tasks run: 0 to 5000. @default - what `capacity` takes, or 2 */
  readonly desiredCount?: MaybeKnown | undefined;
}

/**
 * Plans a number of tasks that stays.
 *
 * @throws {@link PlanError} for a number that AWS would refuse
 */
export function planFixed({ desiredCount }: FixedSpec): ScalingPlan {
  if (desiredCount !== undefined) checkLimit('scaling.desiredCount', desiredCount, DESIRED_COUNT);
  return { desiredCount };
}
