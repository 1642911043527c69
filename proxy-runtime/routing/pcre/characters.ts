/** PCRE's sets of characters in the C locale, as what stands in a JavaScript class. */
const SPACE = String.raw`\t-\r `;

/** Of escapes, where JavaScript means something else by them; the capital letter is all others. */
const ESCAPED: Readonly<Record<string, string>> = { s: SPACE, h: String.raw`\t \xa0`, v: String.raw`\n-\r\x85` };

/** Of `[:name:]`. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: String.raw`\0-\x7f`,
  blank: String.raw`\t `,
  cntrl: String.raw`\0-\x1f\x7f`,
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-/:-@[-`{-~',
  space: SPACE,
  upper: 'A-Z',
  word: String.raw`\w`,
  xdigit: '0-9A-Fa-f',
};

/** The set of an escape, as it stands within a class; undefined for another escape. */
export function escapedSet(letter: string): string | undefined {
  if (/[dDwW]/.test(letter)) return `\\${letter}`;
  const set = ESCAPED[letter.toLowerCase()];
  return set === undefined || /[a-z]/.test(letter) ? set : others(set);
}

/** The same of a class in a class; `^` before its name is all others. */
export function posixSet(name: string): string | undefined {
  const set = POSIX[name.replace('^', '')];
  return set === undefined || !name.startsWith('^') ? set : others(set);
}

/** All bytes that are not in a set. */
function others(set: string): string {
  const regex = new RegExp(`[${set}]`);
  return Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
    .filter((character) => !regex.test(character))
    .map(literal)
    .join('');
}

/** PCRE's `\R`; an `\r` alone is one only where no `\n` follows, since PCRE never takes `\r\n` apart again. */
export const LINE_BREAK = String.raw`(?:\r\n|[\n\v\f\x85]|\r(?!\n))`;

/** A character that stands for itself, in a class or out of it. */
export function literal(character: string): string {
  return /\w/.test(character) ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
