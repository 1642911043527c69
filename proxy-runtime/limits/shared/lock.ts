/** Tries before a thread goes to sleep: what is done under the lock takes about as long as a few of them. */
const SPINS = 200;

/** Not long: an owner that has died is noticed by whoever frees its lock. */
const WAIT_MS = 5;

/** A lock between threads: a word that holds its owner's number, 0 for none. */
export class Lock {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #owner: number;

  /** @param owner - of this thread, from 1 on */
  constructor(words: Int32Array, at: number, owner: number) {
    this.#words = words;
    this.#at = at;
    this.#owner = owner;
  }

  hold<T>(use: () => T): T {
    this.#take();
    try {
      return use();
    } finally {
      this.#free(this.#owner);
    }
  }

  #take(): void {
    for (let tries = 1; ; tries++) {
      const holder = Atomics.compareExchange(this.#words, this.#at, 0, this.#owner);
      if (holder === 0) return;
      if (tries % SPINS === 0) Atomics.wait(this.#words, this.#at, holder, WAIT_MS);
    }
  }

  #free(owner: number): void {
    if (Atomics.compareExchange(this.#words, this.#at, owner, 0) === owner) Atomics.notify(this.#words, this.#at, 1);
  }

  /** Frees a lock that a thread has died with. */
  freeOf(owner: number): void {
    this.#free(owner);
  }
}
