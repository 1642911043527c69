/** Why something of AWS's can't be had, in words that end with the way out. */
export class Fault extends Error {
  /** Whether it may be had a little later. */
  readonly passing: boolean;

  constructor(message: string, { passing }: { readonly passing: boolean }) {
    super(message);
    this.passing = passing;
  }
}
