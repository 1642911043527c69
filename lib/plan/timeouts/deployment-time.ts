import { isKnown, type MaybeKnown } from '../known.ts';
import { TIMEOUTS } from './timeouts.ts';

/** What new tasks may take until they are healthy: a place to run, the image, the start, the health checks, and another try or two. */
const START = 15 * 60;

/** What ECS's own steps between these take. */
const MARGIN = 5 * 60;

/**
 * How many seconds a deployment of the service may take before it counts as stuck: its new tasks start, then the old ones keep their open
 * WebSockets for `deregistrationDelay` and have `stopTimeout` to exit. A time that is not known yet counts as the longest AWS allows.
 */
export function longestDeployment(times: {
  readonly deregistrationDelay: MaybeKnown;
  readonly stopTimeout: MaybeKnown;
}): number {
  const deregistrationDelay = longest(times.deregistrationDelay, TIMEOUTS.deregistrationDelay.limit.maximum);
  return START + deregistrationDelay + longest(times.stopTimeout, TIMEOUTS.stopTimeout.limit.maximum) + MARGIN;
}

function longest(time: MaybeKnown, allowed: number): number {
  return isKnown(time) ? time : allowed;
}
