import type { Socket } from 'node:net';
import type { Channel } from './channel.ts';

/** nginx's `worker_connections`: how many connections may be open at a time, to clients and to backends. */
export class ConnectionBudget {
  readonly #limit: number;
  #open: number;

  /** @param taken - what is in use from the beginning: listening sockets */
  constructor(limit: number, taken: number) {
    this.#limit = limit;
    this.#open = taken;
  }

  get exhausted(): boolean {
    return this.#open >= this.#limit;
  }

  /** Counts a connection until it is closed. */
  count(connection: Channel | Socket): void {
    if (this.#limit === Infinity) return;
    this.#open++;
    const gone = (): void => {
      this.#open--;
    };
    if ('whenGone' in connection) connection.whenGone(gone);
    else connection.once('close', gone);
  }
}
