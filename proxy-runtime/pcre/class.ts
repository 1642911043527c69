import { bytes, NONE, others, type ByteSet } from './byte-set.ts';
import { escapedSet, posixSet } from './characters.ts';
import { readCharacter, unknownEscape } from './escapes.ts';
import { notHere, wrong, type Reader } from './reader.ts';

/** What stands at one place of a class: one character, by its code, which can begin or end a range, or a set of several, which can't. */
type Item = number | ByteSet;

/** Reads a class of which the `[` has been taken. @param fold - what it means where case doesn't matter */
export function readClass(reader: Reader, fold: (set: ByteSet) => ByteSet): ByteSet {
  if (reader.match(/([:.=])[^[\]\\]*\1\]/y) !== undefined)
    throw wrong('a class such as [:alpha:] is one only within another');
  const negated = reader.match(/\^/y) !== undefined;
  let set = NONE;
  // As the first character, ] is one of the class.
  let first = true;
  let pending: Item | undefined;
  for (;;) {
    if (reader.done) throw wrong('a class has no closing ]');
    if (!first && reader.next === ']') break;
    if (reader.match(/\\E/y) !== undefined) continue;
    const dash = pending !== undefined && reader.match(/-(?:\\E)*(?=[^\]])/y) !== undefined;
    const item = readItem(reader, fold);
    first = false;
    if (dash) {
      if (typeof pending !== 'number' || typeof item !== 'number')
        throw wrong('a range of a class must be from character to character');
      if (item < pending) throw wrong('a range of a class has its characters the wrong way round');
      set |= bytes(pending, item);
      pending = undefined;
    } else {
      if (pending !== undefined) set |= asSet(pending);
      pending = item;
    }
  }
  reader.take();
  if (pending !== undefined) set |= asSet(pending);
  return negated ? others(fold(set)) : fold(set);
}

function asSet(item: Item): ByteSet {
  return typeof item === 'number' ? bytes(item) : item;
}

function readItem(reader: Reader, fold: (set: ByteSet) => ByteSet): Item {
  const [, posix, name = ''] = reader.match(/\[([:.=])(\^?\w*)\1\]/y) ?? [];
  if (posix !== undefined) {
    const set = posix === ':' ? posixSet(name, fold) : undefined;
    if (set === undefined) throw wrong(`[${posix}${name}${posix}] is no class`);
    return set;
  }
  if (reader.next !== '\\') return reader.take().charCodeAt(0);
  reader.take();
  if (reader.match(/Q/y) !== undefined) throw notHere(String.raw`\Q in a class`);
  if (reader.match(/b/y) !== undefined) return 8;
  const set = escapedSet(reader.next);
  if (set !== undefined) {
    reader.take();
    return set;
  }
  const octal = reader.match(/[1-7][0-7]{0,2}/y)?.[0];
  if (octal !== undefined) return Number.parseInt(octal, 8) & 255;
  const character = readCharacter(reader);
  if (character === undefined) throw unknownEscape(reader.next);
  return character.charCodeAt(0);
}
