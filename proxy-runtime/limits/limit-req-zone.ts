/** What nginx takes for a key on a 64-bit machine: one megabyte holds about 8 thousand. */
const BYTES_PER_KEY = 128;

/** Keys that were asked for within this time are not forgotten while there is room. */
const KEEP_MS = 60_000;

/** What is known of one key. */
export interface LimitReqState {
  /** Thousandths of a request beyond the rate, when `last` was put down. */
  excess: number;
  /** Milliseconds; undefined while no request was counted. */
  last: number | undefined;
}

/** The memory of a `limit_req_zone`: how far each key is beyond its rate. */
export class LimitReqZone {
  readonly #capacity: number;
  /** Least recently used first. */
  readonly #states = new Map<string, LimitReqState>();

  /** @param size - bytes */
  constructor(size: number) {
    this.#capacity = Math.floor(size / BYTES_PER_KEY);
  }

  get size(): number {
    return this.#states.size;
  }

  /** The key's state, a new one if need be; it is now the most recently used. @param rate - thousandths of a request in a second */
  state(key: string, rate: number, now: number): LimitReqState {
    const known = this.#states.get(key);
    if (known === undefined) this.#makeRoom(rate, now);
    const state = known ?? { excess: 0, last: undefined };
    this.#states.delete(key);
    this.#states.set(key, state);
    return state;
  }

  /** Forgets up to two keys nothing is held against any more; and the oldest in any case, if there is no room without it. */
  #makeRoom(rate: number, now: number): void {
    if (this.#forgetSpent(rate, now)) this.#forgetSpent(rate, now);
    const [oldest] = this.#states.keys();
    if (oldest !== undefined && this.#states.size >= this.#capacity) this.#states.delete(oldest);
  }

  #forgetSpent(rate: number, now: number): boolean {
    const [oldest] = this.#states;
    if (oldest === undefined) return false;
    const [key, { excess, last }] = oldest;
    if (last === undefined) return this.#states.delete(key);
    if (now - last < KEEP_MS || excess > leaked(rate, now - last)) return false;
    return this.#states.delete(key);
  }
}

/** How far a request at `now` would be beyond the rate, in thousandths of a request: nginx's leaky bucket, in its whole numbers. */
export function excessAt({ excess, last }: LimitReqState, rate: number, now: number): number {
  return last === undefined ? 0 : Math.max(0, excess - leaked(rate, now - last) + 1000);
}

function leaked(rate: number, ms: number): number {
  return Math.floor((rate * ms) / 1000);
}
