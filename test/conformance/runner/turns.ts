/** Lets work run together, or alone, with nothing else at the same time. */
export class Turns {
  readonly #running = new Set<Promise<unknown>>();
  #alone: Promise<unknown> | undefined;

  async together<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== undefined) await this.#alone;
    const running = work();
    const over = running.catch(() => undefined);
    this.#running.add(over);
    return await running.finally(() => this.#running.delete(over));
  }

  /** Waits for all that runs, while nothing new begins. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== undefined) await this.#alone;
    const running = Promise.all(this.#running).then(work);
    this.#alone = running.catch(() => undefined);
    return await running.finally(() => (this.#alone = undefined));
  }
}
