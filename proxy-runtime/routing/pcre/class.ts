import { escapedSet, literal, posixSet } from './characters.ts';
import { readCharacter, unknownEscape } from './escapes.ts';
import { notHere, wrong, type Reader } from './reader.ts';

/** What stands at one place of a class: one character, which can begin or end a range, or a set of several, which can't. */
interface Item {
  readonly source: string;
  readonly single: boolean;
}

/** Reads a class of which the `[` has been taken. @returns JavaScript's */
export function readClass(reader: Reader): string {
  if (reader.match(/([:.=])[^[\]\\]*\1\]/y) !== undefined)
    throw wrong('a class such as [:alpha:] is one only within another');
  const negated = reader.match(/\^/y) !== undefined;
  let source = '';
  // As the first character, ] is one of the class.
  let first = true;
  let pending: Item | undefined;
  for (;;) {
    if (reader.done) throw wrong('a class has no closing ]');
    if (!first && reader.next === ']') break;
    if (reader.match(/\\E/y) !== undefined) continue;
    const dash = pending !== undefined && reader.match(/-(?:\\E)*(?=[^\]])/y) !== undefined;
    const item = readItem(reader);
    first = false;
    if (dash && pending !== undefined) {
      if (!pending.single || !item.single) throw wrong('a range of a class must be from character to character');
      source += `${pending.source}-${item.source}`;
      pending = undefined;
    } else {
      source += pending?.source ?? '';
      pending = item;
    }
  }
  reader.take();
  return `[${negated ? '^' : ''}${source}${pending?.source ?? ''}]`;
}

function readItem(reader: Reader): Item {
  const [, posix, name = ''] = reader.match(/\[([:.=])(\^?\w*)\1\]/y) ?? [];
  if (posix !== undefined) {
    const set = posix === ':' ? posixSet(name) : undefined;
    if (set === undefined) throw wrong(`[${posix}${name}${posix}] is no class`);
    return { source: set, single: false };
  }
  if (reader.next !== '\\') return { source: literal(reader.take()), single: true };
  reader.take();
  if (reader.match(/Q/y) !== undefined) throw notHere(String.raw`\Q in a class`);
  if (reader.match(/b/y) !== undefined) return { source: String.raw`\x08`, single: true };
  const set = escapedSet(reader.next);
  if (set !== undefined) {
    reader.take();
    return { source: set, single: false };
  }
  const octal = reader.match(/[1-7][0-7]{0,2}/y)?.[0];
  const character = octal === undefined ? readCharacter(reader) : String.fromCharCode(Number.parseInt(octal, 8) & 255);
  if (character === undefined) throw unknownEscape(reader.next);
  return { source: literal(character), single: true };
}
