import type { ErrorCode } from './error-codes.ts';

/**
 * A deployment that is refused before it starts: the message is one line that says what is wrong, what the limit is and whose, and the
 * way out. A front end puts the place in front: `Chat/Proxy: idleTimeout is 5000 s, but …`.
 *
 * @jsii ignore
 */
export class PlanError extends Error {
  static {
    // On the prototype, so that it is in the stack trace as well.
    this.prototype.name = 'PlanError';
  }

  /** Its entry in docs/errors.md, such as `WSPROXY_LIMIT`; it is the same in every version. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The same error with its place in front, and with its cause. */
  at(place: string): PlanError {
    return new PlanError(this.code, `${place}: ${this.message}`, this.cause === undefined ? {} : { cause: this.cause });
  }
}

/** Runs a function; an error of the plan that it throws has a place in front: the path of a construct, a prop, a location. */
export function errorsAt<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof PlanError ? error.at(place) : error;
  }
}
