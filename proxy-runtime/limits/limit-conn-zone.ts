/** What nginx takes for a key on a 64-bit machine: one megabyte holds about 16 thousand. */
const BYTES_PER_KEY = 64;

/** How many keys a zone of so many bytes has room for. */
export function connCapacity(size: number): number {
  return Math.floor(size / BYTES_PER_KEY);
}

/** The memory of a `limit_conn_zone`: how many requests are open, by key. */
export interface ConnZone {
  /** Counts one more request of the key, unless `max` are open already, or there is no room for a new key. */
  acquire(key: string, max: number): 'ok' | 'refused' | 'full';
  /** One request of the key is over. */
  release(key: string): void;
}

/** A zone of one worker. */
export class LimitConnZone implements ConnZone {
  readonly #capacity: number;
  readonly #open = new Map<string, number>();

  /** @param size - bytes */
  constructor(size: number) {
    this.#capacity = connCapacity(size);
  }

  acquire(key: string, max: number): 'ok' | 'refused' | 'full' {
    const open = this.#open.get(key);
    if (open === undefined && this.#open.size >= this.#capacity) return 'full';
    if (open !== undefined && open >= max) return 'refused';
    this.#open.set(key, (open ?? 0) + 1);
    return 'ok';
  }

  release(key: string): void {
    const open = this.#open.get(key) ?? 0;
    if (open > 1) this.#open.set(key, open - 1);
    else this.#open.delete(key);
  }
}
