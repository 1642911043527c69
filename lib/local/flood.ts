import { groupBy } from './group-by.ts';

/** What may be said one by one within a window; what is beyond it waits for the window's end. */
const AT_ONCE = 3;
const WINDOW_MS = 1000;

/** How a {@link Flood} says what it takes. */
export interface Sayings<T> {
  /** What has the same kind is said together. */
  readonly kind: (item: T) => string;
  readonly one: (item: T) => void;
  /** Says several of one kind, in the order in which they came. */
  readonly many: (items: readonly [T, ...T[]]) => void;
}

/** Says things as they come while they are few, and of what comes too fast one line of each kind in a second. */
export class Flood<T> {
  readonly #sayings: Sayings<T>;
  #timer: NodeJS.Timeout | undefined;
  #atOnce = AT_ONCE;
  #waiting: T[] = [];

  constructor(sayings: Sayings<T>) {
    this.#sayings = sayings;
  }

  take(item: T): void {
    if (this.#atOnce > 0) {
      this.#atOnce -= 1;
      this.#sayings.one(item);
    } else this.#waiting.push(item);
    this.#timer ??= setTimeout(() => {
      this.#endWindow();
    }, WINDOW_MS);
  }

  /** Says what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#atOnce = AT_ONCE;
    this.#sayAll();
  }

  #endWindow(): void {
    this.#timer = undefined;
    const flooded = this.#waiting.length > AT_ONCE;
    this.#sayAll();
    this.#atOnce = flooded ? 0 : AT_ONCE;
    // While it goes on, nothing is said at once; a quiet second ends that
    if (flooded) {
      this.#timer = setTimeout(() => {
        this.#endWindow();
      }, WINDOW_MS);
    }
  }

  #sayAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const items of groupBy(waiting, this.#sayings.kind).values()) {
      if (items.length === 1) this.#sayings.one(items[0]);
      else this.#sayings.many(items);
    }
  }
}
