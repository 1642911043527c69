import * as v from 'valibot';

/** A regular expression over bytes (one character a byte, `.` is any), as text. */
export const patternSchema = v.pipe(
  v.string(),
  v.check(isPattern, ({ input }) => `${JSON.stringify(input)} is no regular expression`),
);

/** One pattern, or several. */
export const patternsSchema = v.pipe(
  v.optional(v.union([patternSchema, v.array(patternSchema)], 'neither a pattern nor a list of patterns'), []),
  v.transform((patterns): readonly string[] => [patterns].flat()),
);

export function toRegExp(pattern: string): RegExp {
  return new RegExp(pattern, 's');
}

function isPattern(pattern: string): boolean {
  try {
    toRegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
