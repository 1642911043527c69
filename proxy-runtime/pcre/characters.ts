import { bytes, others, setOf, type ByteSet } from './byte-set.ts';

const DIGIT = bytes(0x30, 0x39);
const UPPER = bytes(0x41, 0x5a);
const LOWER = bytes(0x61, 0x7a);
const ALPHA = UPPER | LOWER;
const GRAPH = bytes(0x21, 0x7e);
const SPACE = setOf('\t\n\v\f\r ');

export const WORD: ByteSet = ALPHA | DIGIT | setOf('_');

/** PCRE's sets of characters in the C locale, by their escapes; the capital letter is all others. */
const ESCAPED: Readonly<Record<string, ByteSet>> = {
  d: DIGIT,
  w: WORD,
  s: SPACE,
  h: setOf('\t \xa0'),
  v: setOf('\n\v\f\r\x85'),
};

/** Of `[:name:]`. */
const POSIX: Readonly<Record<string, ByteSet>> = {
  alnum: ALPHA | DIGIT,
  alpha: ALPHA,
  ascii: bytes(0, 0x7f),
  blank: setOf('\t '),
  cntrl: bytes(0, 0x1f) | bytes(0x7f),
  digit: DIGIT,
  graph: GRAPH,
  lower: LOWER,
  print: GRAPH | setOf(' '),
  punct: GRAPH & others(ALPHA | DIGIT),
  space: SPACE,
  upper: UPPER,
  word: WORD,
  xdigit: DIGIT | setOf('abcdefABCDEF'),
};

/** The set of an escape; undefined for another escape. */
export function escapedSet(letter: string): ByteSet | undefined {
  const set = ESCAPED[letter.toLowerCase()];
  return set === undefined || /[a-z]/.test(letter) ? set : others(set);
}

/** The same of a class in a class; `^` before its name is all others. @param fold - what a set means where case doesn't matter */
export function posixSet(name: string, fold: (set: ByteSet) => ByteSet): ByteSet | undefined {
  const set = POSIX[name.replace('^', '')];
  return set === undefined || !name.startsWith('^') ? set : others(fold(set));
}
