/** A set of bytes: bit n is byte n. */
export type ByteSet = bigint;

export const ALL: ByteSet = (1n << 256n) - 1n;
export const NONE: ByteSet = 0n;
export const NOT_LINE_FEED: ByteSet = ALL ^ (1n << 10n);

export function bytes(first: number, last = first): ByteSet {
  return ((1n << BigInt(last - first + 1)) - 1n) << BigInt(first);
}

export function setOf(text: string): ByteSet {
  let set = NONE;
  for (const character of text) set |= bytes(character.charCodeAt(0));
  return set;
}

/** All bytes that are not in the set. */
export function others(set: ByteSet): ByteSet {
  return ALL ^ set;
}

/** The set with both cases of its letters: those of ASCII, as in the C locale. */
export function withoutCase(set: ByteSet): ByteSet {
  const capitals = set & bytes(0x41, 0x5a);
  const small = set & bytes(0x61, 0x7a);
  return set | (capitals << 32n) | (small >> 32n);
}

/** The ranges it consists of, in order. */
export function ranges(set: ByteSet): (readonly [first: number, last: number])[] {
  const found: [number, number][] = [];
  const bits = set.toString(2);
  for (let code = 0; code < bits.length; code++) {
    if (bits[bits.length - 1 - code] === '0') continue;
    const latest = found.at(-1);
    if (latest?.[1] === code - 1) latest[1] = code;
    else found.push([code, code]);
  }
  return found;
}
