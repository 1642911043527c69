import { excessAt, isSpent, type LimitReqState } from './leaky-bucket.ts';

/** What nginx takes for a key on a 64-bit machine: one megabyte holds about 8 thousand. */
const BYTES_PER_KEY = 128;

/** How many keys a zone of so many bytes has room for. */
export function reqCapacity(size: number): number {
  return Math.floor(size / BYTES_PER_KEY);
}

/** The memory of a `limit_req_zone`: how far each key is beyond its rate. Whoever asks for a key makes it the most recently used. */
export interface ReqZone {
  /**
   * How far a request would be beyond the rate.
   *
   * @param rate - thousandths of a request in a second
   * @returns thousandths of a request
   */
  excess(key: string, rate: number, now: number): number;
  /** Counts a request, unless it is more than `burst` beyond the rate. @returns how far it is */
  count(key: string, rate: number, now: number, burst?: number): number;
}

/** A zone of one worker. */
export class LimitReqZone implements ReqZone {
  readonly #capacity: number;
  /** Least recently used first. */
  readonly #states = new Map<string, LimitReqState>();

  /** @param size - bytes */
  constructor(size: number) {
    this.#capacity = reqCapacity(size);
  }

  get size(): number {
    return this.#states.size;
  }

  excess(key: string, rate: number, now: number): number {
    const state = this.#take(key, rate, now);
    this.#states.set(key, state);
    return excessAt(state, rate, now);
  }

  count(key: string, rate: number, now: number, burst = Infinity): number {
    const state = this.#take(key, rate, now);
    const excess = excessAt(state, rate, now);
    this.#states.set(key, excess > burst ? state : { excess, last: now });
    return excess;
  }

  /** The key's state, which is to be put back, or a new one. */
  #take(key: string, rate: number, now: number): LimitReqState {
    const known = this.#states.get(key);
    if (known === undefined) this.#makeRoom(rate, now);
    else this.#states.delete(key);
    return known ?? { excess: 0, last: undefined };
  }

  /** Forgets up to two keys nothing is held against any more; and the oldest in any case, if there is no room without it. */
  #makeRoom(rate: number, now: number): void {
    if (this.#forgetSpent(rate, now)) this.#forgetSpent(rate, now);
    const [oldest] = this.#states.keys();
    if (oldest !== undefined && this.#states.size >= this.#capacity) this.#states.delete(oldest);
  }

  #forgetSpent(rate: number, now: number): boolean {
    const [oldest] = this.#states;
    return oldest !== undefined && isSpent(oldest[1], rate, now) && this.#states.delete(oldest[0]);
  }
}
