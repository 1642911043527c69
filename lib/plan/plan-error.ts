/**
 * A deployment that is refused before it starts: the message is one line that says what is wrong, what the limit is and whose, and the
 * way out. A front end puts the place in front: `Chat/Proxy: idleTimeout is 5000 s, but …`.
 */
export class PlanError extends Error {
  static {
    // On the prototype, so that it is in the stack trace as well.
    this.prototype.name = 'PlanError';
  }

  /** The same error with its place in front, and with its cause. */
  at(place: string): PlanError {
    return new PlanError(`${place}: ${this.message}`, this.cause === undefined ? {} : { cause: this.cause });
  }
}
