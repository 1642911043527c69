const INTERVAL_MS = 1000;

/**
 * So many questions without an answer are no busy worker's. It is less than what a load balancer gives a task whose workers all hang: four
 * checks, 10 s apart.
 */
const MAX_MISSED = 15;

/** What a worker that hangs is said to be. */
export const SILENT = `did not answer for ${(MAX_MISSED * INTERVAL_MS) / 1000} s`;

/**
 * Watches whether a worker's event loop comes round, by asking it for an answer once a second.
 *
 * Questions are counted, and no time is taken: while the whole process is stopped, its machine is paused, or it gets no CPU, nobody asks.
 */
export class Pulse {
  readonly #ask: () => Promise<unknown>;
  readonly #hangs: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #begun: () => number;
  #asked = false;
  #seen = 0;
  #missed = 0;

  /**
   * @param ask - resolves when the worker has answered
   * @param hangs - is told that it does not
   * @param begun - how many requests it has begun: while there are more and more, it is busy with many that came together
   */
  constructor(ask: () => Promise<unknown>, hangs: () => void, begun: () => number) {
    this.#ask = ask;
    this.#hangs = hangs;
    this.#begun = begun;
    this.#timer = setInterval(() => this.#beat(), INTERVAL_MS).unref();
  }

  #beat(): void {
    if (!this.#asked) {
      this.#missed = 0;
      this.#asked = true;
      const answered = (): void => void (this.#asked = false);
      this.#ask().then(answered, answered);
      return;
    }
    const begun = this.#begun();
    if (begun !== this.#seen) this.#missed = 0;
    this.#seen = begun;
    if (++this.#missed < MAX_MISSED) return;
    // Who stands at a breakpoint has all the time in the world.
    if (isDebugged()) this.#missed = 0;
    else {
      this.stop();
      this.#hangs();
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function isDebugged(): boolean {
  return process.getBuiltinModule('node:inspector').url() !== undefined;
}
