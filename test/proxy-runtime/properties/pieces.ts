import fc from 'fast-check';

/** Bytes, one character each, cut into pieces anywhere; empty pieces are as good as any. */
export function inPieces(text: fc.Arbitrary<string>): fc.Arbitrary<{ readonly text: string; readonly ends: number[] }> {
  return text.chain((each) =>
    fc.record({
      text: fc.constant(each),
      ends: fc
        .array(fc.nat({ max: each.length }), { maxLength: 8 })
        .map((ends) => [...ends.sort((a, b) => a - b), each.length]),
    }),
  );
}

/** Text of these parts, in any order and number. */
export function textOf(parts: readonly string[], maxLength = 40): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...parts), { maxLength }).map((all) => all.join(''));
}

/** Any bytes, one character each. */
export function anyBytes(maxLength = 60): fc.Arbitrary<string> {
  return fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));
}
