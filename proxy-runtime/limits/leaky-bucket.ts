/** What is known of one key of a `limit_req_zone`. */
export interface LimitReqState {
  /** Thousandths of a request beyond the rate, when `last` was put down. */
  readonly excess: number;
  /** Milliseconds; undefined while no request was counted. */
  readonly last: number | undefined;
}

/** How far a request at `now` would be beyond the rate, in thousandths of a request: nginx's leaky bucket, in its whole numbers. */
export function excessAt({ excess, last }: LimitReqState, rate: number, now: number): number {
  return last === undefined ? 0 : Math.max(0, excess - leaked(rate, now - last) + 1000);
}

/** Keys that were asked for within this time are not forgotten while there is room. */
const KEEP_MS = 60_000;

/** Whether nothing is held against a key any more. */
export function isSpent({ excess, last }: LimitReqState, rate: number, now: number): boolean {
  return last === undefined || (now - last >= KEEP_MS && excess <= leaked(rate, now - last));
}

function leaked(rate: number, ms: number): number {
  // Another worker may have been a moment ahead
  return Math.floor((rate * Math.max(0, ms)) / 1000);
}
