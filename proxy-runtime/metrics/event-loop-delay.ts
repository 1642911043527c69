import { createHistogram } from 'node:perf_hooks';

/** Milliseconds between two samples: short enough to see what a user would feel, long enough to cost nothing. */
const RESOLUTION_MS = 20;

/** How late the event loop was, in seconds. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Watches how late this thread's event loop is, while somebody wants to know. Node's `monitorEventLoopDelay` misses what comes right
 * after a reset, and counts its own resolution as delay.
 */
export class EventLoopDelay {
  /** Nanoseconds. */
  readonly #histogram = createHistogram();
  #timer: NodeJS.Timeout | undefined;
  #sampledAt = 0;

  watch(on: boolean): void {
    if (on === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = on ? setInterval(() => this.#sample(performance.now()), RESOLUTION_MS).unref() : undefined;
    this.#sampledAt = performance.now();
  }

  #sample(now: number): void {
    const late = now - this.#sampledAt - RESOLUTION_MS;
    this.#sampledAt = now;
    this.#histogram.record(Math.max(1, Math.round(late * 1e6)));
  }

  /** The delays since the last time they were taken; undefined while nobody watches. */
  take(): Delays | undefined {
    if (this.#timer === undefined) return undefined;
    const now = performance.now();
    // Whoever asks may come before the timer that is late.
    if (now - this.#sampledAt > RESOLUTION_MS) this.#sample(now);
    const histogram = this.#histogram;
    const seconds = (ns: number): number => Math.round(ns / 1e3) / 1e6;
    const delays =
      histogram.count === 0
        ? { p50: 0, p99: 0, max: 0 }
        : {
            p50: seconds(histogram.percentile(50)),
            p99: seconds(histogram.percentile(99)),
            max: seconds(histogram.max),
          };
    histogram.reset();
    return delays;
  }
}
