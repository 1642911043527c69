import type { Counters } from './counters.ts';
import type { Delays } from './event-loop-delay.ts';

/** A snapshot of a worker's open connections, which are counted only when the metrics are asked for. */
export interface MetricsSnapshot {
  /** Client connections whose request's head is coming, nginx's `Reading`. */
  readonly reading: number;
  /** Client connections whose request is at work, tunnels included: nginx's `Writing`. */
  readonly writing: number;
  /** Client connections that wait for a request: nginx's `Waiting`. */
  readonly waiting: number;
  /** Client connections whose TLS handshake is not complete. */
  readonly handshaking: number;
  /** The event loop's delays since the last snapshot; undefined while nobody watches. */
  readonly delays: Delays | undefined;
}

export interface WorkerMetrics {
  readonly counters: Counters;
  /** Undefined for a worker that did not answer. */
  readonly snapshot: MetricsSnapshot | undefined;
  /** How often the worker was replaced because it died. */
  readonly restarts: number;
}
