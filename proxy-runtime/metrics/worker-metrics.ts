import type { Counters } from './counters.ts';
import type { Delays } from './event-loop-delay.ts';

/** What only a look at a worker's open connections tells. */
export interface Moment {
  /** Client connections whose request's head is coming, nginx's `Reading`. */
  readonly reading: number;
  /** Those whose request is at work, tunnels included: nginx's `Writing`. */
  readonly writing: number;
  /** Those that wait for a request: nginx's `Waiting`. */
  readonly waiting: number;
  /** Those whose TLS is not up yet. */
  readonly handshaking: number;
  /** Since the last look; undefined while nobody watches. */
  readonly delays: Delays | undefined;
}

export interface WorkerMetrics {
  readonly counters: Counters;
  /** Undefined for a worker that did not answer. */
  readonly moment: Moment | undefined;
  /** How often it was replaced, because it died. */
  readonly restarts: number;
}
