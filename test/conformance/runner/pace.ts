import { setTimeout as delay } from 'node:timers/promises';

/** The time of one script: sleeps that follow each other don't add up what each of them is late. */
export class Pace {
  #due: number | undefined;

  async sleep(ms: number): Promise<void> {
    this.#due = (this.#due ?? performance.now()) + ms;
    await delay(Math.max(0, this.#due - performance.now()));
  }

  /** A step took its own time: the next sleep begins behind it. */
  restart(): void {
    this.#due = undefined;
  }
}
