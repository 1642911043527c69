import { nodeCrypto } from '../../node/builtins.ts';
import { Lock } from './lock.ts';

/** The words before the buckets. */
const LOCK = 0;
const SIZE = 1;
/** A chain of entries that were removed. */
const FREE = 2;
/** How many entries were ever used. */
const FRESH = 3;
const OLDEST = 4;
const NEWEST = 5;
const HEADER = 8;

/** The words of an entry. */
const CHAIN = 4;
const OLDER = 5;
const NEWER = 6;
const ENTRY = 8;

/** A key: 128 bits of its SHA-256, which nobody finds twice. */
type Digest = readonly [number, number, number, number];

export function digestOf(key: string): Digest {
  const bytes = nodeCrypto().hash('sha256', key, 'buffer');
  return [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8), bytes.readInt32LE(12)];
}

export interface TableShape {
  /** How many keys it has room for. */
  readonly capacity: number;
  /** Words of 32 bits for each, besides its key; an even number. */
  readonly words: number;
}

/** How many buckets: a power of two, so that a digest's bits choose one. */
function bucketsFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(capacity, 2)));
}

export function tableBytes({ capacity, words }: TableShape): number {
  return 4 * (HEADER + bucketsFor(capacity) + (capacity + 1) * (ENTRY + words));
}

/**
 * A hash table in memory that several threads share, with its entries in the order in which they were used. All is done under
 * {@link lock}. Memory of zeros is an empty table; entry 0 is none.
 */
export class SharedTable {
  readonly lock: Lock;
  readonly words: Int32Array;
  readonly #capacity: number;
  readonly #mask: number;
  readonly #stride: number;
  readonly #entries: number;

  /** @param owner - this thread's number, from 1 on */
  constructor(memory: SharedArrayBuffer, { capacity, words }: TableShape, owner: number) {
    this.words = new Int32Array(memory);
    this.lock = new Lock(this.words, LOCK, owner);
    this.#capacity = capacity;
    this.#mask = bucketsFor(capacity) - 1;
    this.#stride = ENTRY + words;
    this.#entries = HEADER + bucketsFor(capacity);
  }

  get size(): number {
    return this.#get(SIZE);
  }

  get full(): boolean {
    return this.size >= this.#capacity;
  }

  /** The entry that was used least recently, 0 if there is none. */
  get oldest(): number {
    return this.#get(OLDEST);
  }

  newerThan(entry: number): number {
    return this.#get(this.#at(entry) + NEWER);
  }

  /** The place of an entry's own words. */
  payload(entry: number): number {
    return this.#at(entry) + ENTRY;
  }

  #at(entry: number): number {
    return this.#entries + entry * this.#stride;
  }

  #get(at: number): number {
    return this.words[at] ?? 0;
  }

  /** The key's entry, 0 if there is none. */
  find(digest: Digest): number {
    let entry = this.#get(this.#bucket(digest));
    while (entry !== 0 && !this.#is(entry, digest)) entry = this.#get(this.#at(entry) + CHAIN);
    return entry;
  }

  #bucket([first]: Digest): number {
    return HEADER + (first & this.#mask);
  }

  #is(entry: number, digest: Digest): boolean {
    const at = this.#at(entry);
    return digest.every((word, index) => this.#get(at + index) === word);
  }

  /** A new entry, the most recently used, its words 0. The table must not be full, and not have the key. */
  add(digest: Digest): number {
    const entry = this.#newEntry();
    const at = this.#at(entry);
    const bucket = this.#bucket(digest);
    this.words.fill(0, at, at + this.#stride);
    this.words.set(digest, at);
    this.words[at + CHAIN] = this.#get(bucket);
    this.words[bucket] = entry;
    this.words[SIZE] = this.size + 1;
    this.#append(entry);
    return entry;
  }

  #newEntry(): number {
    const free = this.#get(FREE);
    if (free === 0) return (this.words[FRESH] = this.#get(FRESH) + 1);
    this.words[FREE] = this.#get(this.#at(free) + CHAIN);
    return free;
  }

  remove(entry: number): void {
    const at = this.#at(entry);
    // Whose chain the entry is next in
    let link = HEADER + (this.#get(at) & this.#mask);
    while (this.#get(link) !== entry) link = this.#at(this.#get(link)) + CHAIN;
    this.words[link] = this.#get(at + CHAIN);
    this.#takeOut(entry);
    this.words[at + CHAIN] = this.#get(FREE);
    this.words[FREE] = entry;
    this.words[SIZE] = this.size - 1;
  }

  /** Makes it the most recently used. */
  touch(entry: number): void {
    this.#takeOut(entry);
    this.#append(entry);
  }

  #append(entry: number): void {
    const newest = this.#get(NEWEST);
    this.words[this.#at(entry) + OLDER] = newest;
    this.words[this.#at(entry) + NEWER] = 0;
    this.words[newest === 0 ? OLDEST : this.#at(newest) + NEWER] = entry;
    this.words[NEWEST] = entry;
  }

  #takeOut(entry: number): void {
    const older = this.#get(this.#at(entry) + OLDER);
    const newer = this.#get(this.#at(entry) + NEWER);
    this.words[older === 0 ? OLDEST : this.#at(older) + NEWER] = newer;
    this.words[newer === 0 ? NEWEST : this.#at(newer) + OLDER] = older;
  }
}
