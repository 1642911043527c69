import type { Socket } from 'node:net';
import type { Channel } from './channel.ts';

/** nginx's: no more than so many are closed at once, and no more than this part of all reusable ones, but one at least. */
const MAX_REUSED = 32;
const REUSED_PART = 8;

/** nginx's: below this part of all that there may be, what is free is little. */
const FREE_PART = 16;

/**
 * nginx's reusable connection: a client's that is idle, has not sent a byte yet, or only has to read its answer. One that is kept to a backend
 * is none, as in nginx.
 */
export interface Reusable {
  readonly channel: Channel | Socket;
  /** Closes it at once, because there is no room for another. */
  reuse(): void;
}

/**
 * nginx's `worker_connections`: how many connections may be open at a time, to clients and to backends. When they run short, those that
 * have been reusable longest are closed.
 */
export class ConnectionBudget {
  /** Infinity for none. */
  readonly limit: number;
  readonly #warn: (message: string) => void;
  #open: number;
  /** Of those, closed by us, but not gone yet: that is for the event loop to say. */
  #closing = 0;
  /** The oldest first. A Set costs connections that are not in it nothing. */
  readonly #reusable = new Set<Reusable>();
  /** In which second the latest warning was. */
  #warnedAt = 0;

  /**
   * @param taken - what is in use from the beginning: listening sockets
   * @param warn - is told, once a second at most, that idle connections are closed
   */
  constructor(limit: number, taken: number, warn: (message: string) => void) {
    this.limit = limit;
    this.#open = taken;
    this.#warn = warn;
  }

  get #free(): number {
    return this.limit - this.#open + this.#closing;
  }

  /** Has room for another connection, if closing idle ones makes it. @returns false where there is none */
  makeRoom(): boolean {
    if (this.limit === Infinity) return true;
    if (this.#free <= Math.floor(this.limit / FREE_PART) && this.#reusable.size > 0) this.#closeOldest();
    return this.#free > 0;
  }

  #closeOldest(): void {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#warnedAt) {
      this.#warnedAt = second;
      this.#warn(`${this.limit} worker_connections are not enough, reusing connections`);
    }
    let left = Math.max(1, Math.min(MAX_REUSED, Math.floor(this.#reusable.size / REUSED_PART)));
    for (const connection of this.#reusable) {
      this.#reusable.delete(connection);
      this.#closing++;
      onceGone(connection.channel, () => this.#closing--);
      connection.reuse();
      if (--left === 0) return;
    }
  }

  /** Counts a connection until it is closed. */
  count(connection: Channel | Socket): void {
    if (this.limit === Infinity) return;
    this.#open++;
    onceGone(connection, () => this.#open--);
  }

  /** The connection is idle from now on: the last to be closed. */
  idle(connection: Reusable): void {
    if (this.limit !== Infinity) this.#reusable.add(connection);
  }

  /** It is in use again, or is closed. */
  busy(connection: Reusable): void {
    if (this.limit !== Infinity) this.#reusable.delete(connection);
  }
}

function onceGone(connection: Channel | Socket, gone: () => void): void {
  if ('whenGone' in connection) connection.whenGone(gone);
  else connection.once('close', gone);
}
