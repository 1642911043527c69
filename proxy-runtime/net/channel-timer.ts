/** nginx's own: a restart that would move the end by less is not worth the work, so a timeout may come that much too early. */
const LAZY_DELAY_MS = 300;

/** Times are whole milliseconds, and never fractions or Infinity: of those, V8 makes an object each, for every connection. */
const NEVER = -1;

/** Who is told that its time is over. */
export interface Waiter {
  onTimeout(): void;
}

/**
 * A connection's one timer: somebody waits for it at any time, or nobody. The latest to start it is the one who waits.
 *
 * It is started and stopped far more often than it fires, several times for each request and once for each message of a tunnel. So that
 * only notes the time; the timer below goes on, and when it fires too early, it goes on for the rest.
 *
 * What sockets have brought comes before the end of a time, as in nginx. Node looks at its timers first: after a moment in which nothing
 * ran (a large file, a busy machine, a process that was stopped), it would close connections whose bytes have long been there.
 */
export class ChannelTimer {
  #timeout: NodeJS.Timeout | undefined;
  #waiter: Waiter | undefined;
  /** When the waiter is to be called, and when Node's timer fires. */
  #deadline = NEVER;
  #due = NEVER;
  #startedAt = 0;
  #over = false;

  /** Calls the waiter `ms` from now, whatever was set before. */
  start(ms: number, waiter: Waiter, time: number = performance.now()): void {
    if (this.#over) return;
    const now = Math.ceil(time);
    if (this.#waiter !== waiter) this.#waiter = waiter;
    else if (Math.abs(now + ms - this.#deadline) < LAZY_DELAY_MS) return;
    this.#startedAt = now;
    this.#deadline = now + ms;
    if (this.#due === NEVER || this.#deadline < this.#due) this.#arm(now);
  }

  /** Milliseconds since the latest start. */
  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  /** The waiter no longer waits; somebody else may. */
  stop(waiter: Waiter): void {
    if (this.#waiter !== waiter) return;
    this.#waiter = undefined;
    this.#deadline = NEVER;
  }

  /** Nobody will wait for a long time: what it holds is given back. */
  rest(): void {
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
    this.#due = NEVER;
  }

  /** The connection is gone: nobody is called any more. */
  end(): void {
    this.#over = true;
    this.#waiter = undefined;
    this.rest();
  }

  #arm(now: number): void {
    clearTimeout(this.#timeout);
    this.#due = this.#deadline;
    // Node's timers end at once where the time is more than they can count
    this.#timeout = setTimeout(fire, Math.min(Math.max(1, this.#deadline - now), MAX_DELAY_MS), this);
  }

  /** @internal */
  fire(): void {
    this.#due = NEVER;
    this.#timeout = undefined;
    if (this.#waiter === undefined) return;
    const now = Math.ceil(performance.now());
    if (now < this.#deadline) {
      this.#arm(now);
      return;
    }
    setImmediate(expire, this);
  }

  /** @internal Called when the sockets have been looked at since the time was over. */
  expire(): void {
    const waiter = this.#waiter;
    // started anew, by what a socket brought
    if (waiter === undefined || Math.ceil(performance.now()) < this.#deadline) return;
    this.#waiter = undefined;
    this.#deadline = NEVER;
    waiter.onTimeout();
  }
}

const MAX_DELAY_MS = 2 ** 31 - 1;

function expire(timer: ChannelTimer): void {
  timer.expire();
}

function fire(timer: ChannelTimer): void {
  timer.fire();
}
