/** Lets those who change the same thing do so one after the other. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for its turn. @returns gives it to the next */
  async take(): Promise<() => void> {
    const before = this.#last;
    let done = (): void => undefined;
    this.#last = new Promise((resolve) => (done = resolve));
    await before;
    return done;
  }
}
