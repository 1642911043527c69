import { excessAt, isSpent, type LimitReqState } from '../leaky-bucket.ts';
import { reqCapacity, type ReqZone } from '../limit-req-zone.ts';
import { digestOf, SharedTable, tableBytes, type TableShape } from './shared-table.ts';

/** Two numbers of 64 bits: the excess, and when it was put down, 0 for never. */
function shape(size: number): TableShape {
  return { capacity: reqCapacity(size), words: 4 };
}

/** Memory for a zone. @param size - the zone's, in bytes as nginx counts them */
export function reqZoneMemory(size: number): SharedArrayBuffer {
  return new SharedArrayBuffer(tableBytes(shape(size)));
}

/** A `limit_req_zone` of several workers. */
export class SharedReqZone implements ReqZone {
  readonly #table: SharedTable;
  readonly #numbers: Float64Array;

  /** @param worker - this worker's number, from 0 on */
  constructor(memory: SharedArrayBuffer, size: number, worker: number) {
    this.#table = new SharedTable(memory, shape(size), worker + 1);
    this.#numbers = new Float64Array(memory);
  }

  get size(): number {
    return this.#table.size;
  }

  excess(key: string, rate: number, now: number): number {
    const digest = digestOf(key);
    return this.#table.lock.hold(() => excessAt(this.#state(this.#take(digest, rate, now)), rate, now));
  }

  count(key: string, rate: number, now: number, burst = Infinity): number {
    const digest = digestOf(key);
    return this.#table.lock.hold(() => {
      const entry = this.#take(digest, rate, now);
      const excess = excessAt(this.#state(entry), rate, now);
      if (excess <= burst) {
        const at = this.#place(entry);
        this.#numbers[at] = excess;
        this.#numbers[at + 1] = Math.max(now, this.#numbers[at + 1] ?? 0);
      }
      return excess;
    });
  }

  /** The key's entry, now the most recently used. */
  #take(digest: ReturnType<typeof digestOf>, rate: number, now: number): number {
    const known = this.#table.find(digest);
    if (known === 0) {
      this.#makeRoom(rate, now);
      return this.#table.add(digest);
    }
    this.#table.touch(known);
    return known;
  }

  #place(entry: number): number {
    return this.#table.payload(entry) / 2;
  }

  #state(entry: number): LimitReqState {
    const at = this.#place(entry);
    const last = this.#numbers[at + 1] ?? 0;
    return { excess: this.#numbers[at] ?? 0, last: last === 0 ? undefined : last };
  }

  /** Forgets up to two keys nothing is held against any more; and the oldest in any case, if there is no room without it. */
  #makeRoom(rate: number, now: number): void {
    if (this.#forgetSpent(rate, now)) this.#forgetSpent(rate, now);
    if (this.#table.full) this.#table.remove(this.#table.oldest);
  }

  #forgetSpent(rate: number, now: number): boolean {
    const { oldest } = this.#table;
    if (oldest === 0 || !isSpent(this.#state(oldest), rate, now)) return false;
    this.#table.remove(oldest);
    return true;
  }

  /** A worker has died. */
  forget(worker: number): void {
    this.#table.lock.freeOf(worker + 1);
  }
}
