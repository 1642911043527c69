import type { Time } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** Directives of nginx's main level. */
export interface MainDirectives {
  /** How long connections may go on after a drain or reload began; then they are closed. @default - for ever */
  readonly workerShutdownTimeout?: Time;
  /**
   * Connections at a time of each worker, to clients and to backends, listening sockets included. When few are left, clients that have been idle
   * longest make room for others; a tunnel never does.
   *
   * @default - as many as the system allows
   */
  readonly workerConnections?: number;
}

export const MAIN = {
  workerShutdownTimeout: { kind: 'time' },
  workerConnections: { kind: 'count', from: 1 },
} satisfies Directives<MainDirectives>;
