/**
 * A number that only the deployment knows. It is no number, so that comparing it, or computing with it, does not compile before
 * {@link isKnown} was asked.
 */
export class UnknownNumber {
  /** What a front end's resources take in its place, such as a token of CDK; undefined where they have a plan of known numbers instead. */
  readonly token: number | undefined;

  constructor(token?: number) {
    this.token = token;
  }
}

/** A number that may be known to the deployment only. */
export type MaybeKnown = number | UnknownNumber;

/** What has some of its numbers from the deployment. */
export type KnownLate<T, K extends keyof T> = Omit<T, K> & { readonly [N in K]: T[N] | UnknownNumber };

/** Whether a value is there already, and nothing that only the deployment knows. */
export function isKnown<T>(value: T | UnknownNumber): value is T {
  return !(value instanceof UnknownNumber);
}
