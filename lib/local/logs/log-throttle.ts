import { groupBy } from '../group-by.ts';

/** So many events are logged one by one within a window; those beyond it wait for the window's end. */
const AT_ONCE = 3;
const WINDOW_MS = 1000;

/** How a {@link LogThrottle} logs the events that it takes. */
export interface ThrottledLog<T> {
  /** Events of one kind are logged together. */
  readonly kind: (item: T) => string;
  readonly one: (item: T) => void;
  /** Logs several events of one kind, in the order in which they came. */
  readonly many: (items: readonly [T, ...T[]]) => void;
}

/** Logs events as they come while they are few, and of those that come too fast one line of each kind in a second. */
export class LogThrottle<T> {
  readonly #log: ThrottledLog<T>;
  #timer: NodeJS.Timeout | undefined;
  #atOnce = AT_ONCE;
  #waiting: T[] = [];

  constructor(log: ThrottledLog<T>) {
    this.#log = log;
  }

  take(item: T): void {
    if (this.#atOnce > 0) {
      this.#atOnce -= 1;
      this.#log.one(item);
    } else this.#waiting.push(item);
    this.#timer ??= setTimeout(() => {
      this.#endWindow();
    }, WINDOW_MS);
  }

  /** Logs the events that wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#atOnce = AT_ONCE;
    this.#logAll();
  }

  #endWindow(): void {
    this.#timer = undefined;
    const exceeded = this.#waiting.length > AT_ONCE;
    this.#logAll();
    this.#atOnce = exceeded ? 0 : AT_ONCE;
    // While that goes on, no event is logged at once; a quiet second ends it
    if (exceeded) {
      this.#timer = setTimeout(() => {
        this.#endWindow();
      }, WINDOW_MS);
    }
  }

  #logAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const items of groupBy(waiting, this.#log.kind).values()) {
      if (items.length === 1) this.#log.one(items[0]);
      else this.#log.many(items);
    }
  }
}
