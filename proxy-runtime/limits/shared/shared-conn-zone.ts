import { connCapacity, type ConnZone } from '../limit-conn-zone.ts';
import { digestOf, SharedTable, tableBytes, type TableShape } from './shared-table.ts';

/** Words: the sum, then a count for each worker. */
function shape(size: number, workers: number): TableShape {
  return { capacity: connCapacity(size), words: 2 * Math.ceil((1 + workers) / 2) };
}

/** Memory for a zone. @param size - the zone's, in bytes as nginx counts them */
export function connZoneMemory(size: number, workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(tableBytes(shape(size, workers)));
}

/** A `limit_conn_zone` of several workers. */
export class SharedConnZone implements ConnZone {
  readonly #table: SharedTable;
  readonly #worker: number;

  /** @param worker - this worker's number, from 0 on */
  constructor(memory: SharedArrayBuffer, size: number, workers: number, worker: number) {
    this.#table = new SharedTable(memory, shape(size, workers), worker + 1);
    this.#worker = worker;
  }

  acquire(key: string, max: number): 'ok' | 'refused' | 'full' {
    const table = this.#table;
    const digest = digestOf(key);
    return table.lock.hold(() => {
      const known = table.find(digest);
      if (known === 0 && table.full) return 'full';
      if (known !== 0 && this.#open(known) >= max) return 'refused';
      this.#change(known === 0 ? table.add(digest) : known, this.#worker, 1);
      return 'ok';
    });
  }

  release(key: string): void {
    const digest = digestOf(key);
    this.#table.lock.hold(() => {
      const entry = this.#table.find(digest);
      if (entry !== 0) this.#change(entry, this.#worker, -1);
    });
  }

  #open(entry: number): number {
    return this.#table.words[this.#table.payload(entry)] ?? 0;
  }

  #change(entry: number, worker: number, by: number): void {
    const { words } = this.#table;
    const at = this.#table.payload(entry);
    const own = at + 1 + worker;
    const open = this.#open(entry) + by;
    words[own] = (words[own] ?? 0) + by;
    words[at] = open;
    if (open === 0) this.#table.remove(entry);
  }

  /** A worker has died, and its requests with it. */
  forget(worker: number): void {
    const table = this.#table;
    table.lock.freeOf(worker + 1);
    table.lock.hold(() => {
      for (let entry = table.oldest, next; entry !== 0; entry = next) {
        next = table.newerThan(entry);
        const open = table.words[table.payload(entry) + 1 + worker] ?? 0;
        if (open > 0) this.#change(entry, worker, -open);
      }
    });
  }
}
