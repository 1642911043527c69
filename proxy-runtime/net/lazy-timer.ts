/** nginx's own: a restart that would move the end by less is not worth the work, so a timeout may come that much too early. */
const LAZY_DELAY_MS = 300;

/**
 * A timer that is restarted far more often than it fires: restarting only notes the time, and when the timer fires too early for
 * the latest restart, it goes on for the rest. A tunnel restarts its timer with every message.
 */
export class LazyTimer {
  readonly #onFire: () => void;
  #timer: NodeJS.Timeout | undefined;
  #deadline = Infinity;
  #due = Infinity;
  #startedAt = 0;

  constructor(onFire: () => void) {
    this.#onFire = onFire;
  }

  /** Fires `ms` from now, whatever was set before. */
  start(ms: number): void {
    const now = performance.now();
    if (Math.abs(now + ms - this.#deadline) < LAZY_DELAY_MS) return;
    this.#startedAt = now;
    this.#deadline = now + ms;
    if (this.#deadline < this.#due) this.#arm(now);
  }

  /** Milliseconds since the latest start. */
  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#deadline = this.#due = Infinity;
  }

  #arm(now: number): void {
    clearTimeout(this.#timer);
    this.#due = this.#deadline;
    this.#timer = setTimeout(this.#fire, Math.max(1, Math.ceil(this.#deadline - now)));
  }

  readonly #fire = (): void => {
    const now = performance.now();
    this.#due = Infinity;
    if (now < this.#deadline) {
      this.#arm(now);
      return;
    }
    this.#deadline = Infinity;
    this.#timer = undefined;
    this.#onFire();
  };
}
