/** `performance.now()` begins anew in every thread; the system's monotonic clock is the same in all. */
const OFFSET = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Whole milliseconds of a clock that never goes back, the same in all workers. */
export function monotonicMs(): number {
  return Math.floor(performance.now() + OFFSET);
}
