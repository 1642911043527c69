/** Milliseconds since a case's client began, which all of its times are. */
export class Clock {
  #start = performance.now();

  restart(): void {
    this.#start = performance.now();
  }

  get ms(): number {
    return Math.round(performance.now() - this.#start);
  }
}
