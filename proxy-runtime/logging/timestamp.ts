let madeFor = NaN;
let made = '';

/** The time in ISO 8601, as `Date.prototype.toISOString` has it; made once a millisecond, for a log has many lines in each. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== madeFor) {
    madeFor = now;
    made = new Date(now).toISOString();
  }
  return made;
}
