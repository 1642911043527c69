import { notHere, wrong, type Reader } from './reader.ts';

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Reads an escape that means one character, alike in a class and out of it; the backslash has been taken.
 *
 * @returns the character, or undefined where the escape means something else
 */
export function readCharacter(reader: Reader): string | undefined {
  if (reader.done) throw wrong('it ends with a backslash');
  if (/[^0-9A-Za-z]/.test(reader.next)) return reader.take();
  const control = CONTROLS[reader.next];
  if (control !== undefined) {
    reader.take();
    return control;
  }
  if (reader.match(/x\{(?![\dA-Fa-f]+\})/y) !== undefined)
    throw wrong('it has \\x{ without a hexadecimal number and a }');
  const [, hex, short] = reader.match(/x(?:\{([\dA-Fa-f]+)\}|([\dA-Fa-f]{0,2}))/y) ?? [];
  if (hex !== undefined || short !== undefined) return byte(Number.parseInt(hex ?? `0${short ?? ''}`, 16));
  const [, octal, zero] = reader.match(/o\{([0-7]+)\}|(0[0-7]{0,2})/y) ?? [];
  if (octal !== undefined || zero !== undefined) return byte(Number.parseInt(octal ?? zero ?? '', 8));
  const [, key] = reader.match(/c([\x20-\x7e])/y) ?? [];
  return key === undefined ? undefined : byte(key.toUpperCase().charCodeAt(0) ^ 64);
}

function byte(code: number): string {
  if (code > 255) throw wrong(`the character \\x{${code.toString(16)}} is more than a byte`);
  return String.fromCharCode(code);
}

/** What follows `\Q`, up to `\E`, as characters that stand for themselves. */
export function readQuoted(reader: Reader): string[] {
  const [, quoted = ''] = reader.match(/([^]*?)(?:\\E|$)/y) ?? [];
  return Array.from(quoted);
}

/** An escape of which neither knows what it means, or only PCRE. */
export function unknownEscape(letter: string): Error {
  if (/[CGKNRXbBAZzpPgk]/.test(letter)) return notHere(`\\${letter} in a place where it can't be`);
  return wrong(`\\${letter} means nothing`);
}
