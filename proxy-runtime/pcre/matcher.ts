import type { Assertion } from './node.ts';
import type { Instruction, Program } from './program.ts';

/** A text takes more work or memory to match than PCRE allows. */
export class MatchLimitError extends Error {
  override readonly name = 'MatchLimitError';

  /** @param code - PCRE's: -47 is its match limit, -63 its heap limit */
  constructor(code: -47 | -63, source: string, text: string) {
    super(`pcre2_match() failed: ${code} on "${text}" using "${source}"`);
  }
}

/** PCRE's own limit. */
const MAX_STEPS = 10_000_000;

/** PCRE's own limit, of what is kept to come back to. */
const MAX_BYTES = 20_000 * 1024;

/** Of one that is kept. */
const ENTRY_BYTES = 24;

/** In place of a slot's number: a way that has not been tried yet. */
const OTHER_WAY = -1;

const LINE_FEED = 10;

/**
 * Matches one text by a program: in the order of preference a backtracking engine has, but no way is tried twice from the
 * same place in the text, so that the work grows no faster than the text. Only where a reference to a group makes ways
 * differ by how they came there, or in an assertion, can that not be told; limits hold for all.
 */
export class Matcher {
  readonly #program: Program;
  readonly #text: string;
  /** Of each group where it began and ended, -1 if it has not matched; where it was opened last; of each loop where its repetition began. */
  readonly #slots: Int32Array;
  readonly #opened: number;
  readonly #loops: number;
  /** A bit for each branch and place that has been tried. */
  readonly #tried: Uint8Array | undefined;
  /** What was tried for the first time within an assertion or atomic group, of which nothing is known once that has matched. */
  readonly #triedWithin: number[] = [];
  #depth = 0;
  /** What to come back to, three numbers each: another way (-1, instruction, place), or a slot and what it was. */
  readonly #stack: number[] = [];
  #steps = 0;

  constructor(program: Program, text: string) {
    this.#program = program;
    this.#text = text;
    this.#opened = 2 * (program.groups + 1);
    this.#loops = this.#opened + program.groups + 1;
    this.#slots = new Int32Array(this.#loops + program.loops).fill(-1);
    const bits = program.branches * (text.length + 1);
    if (bits > MAX_BYTES * 8) throw this.#limit(-63);
    if (!program.remembers) this.#tried = new Uint8Array((bits >> 3) + 1);
  }

  /** @returns where it ends, and groups have begun and ended; undefined if it doesn't match from there @throws {@link MatchLimitError} */
  matchFrom(start: number): Int32Array | undefined {
    const end = this.#run(0, start);
    if (end < 0) return undefined;
    this.#slots[0] = start;
    this.#slots[1] = end;
    return this.#slots.subarray(0, this.#opened);
  }

  /** @returns the place where it accepts, -1 if it doesn't */
  #run(from: number, start: number): number {
    const { code } = this.#program;
    const base = this.#stack.length;
    let at = from;
    let place = start;
    for (;;) {
      if (++this.#steps > MAX_STEPS) throw this.#limit(-47);
      const step = code[at];
      let goesOn = true;
      switch (step?.op) {
        case 'set':
          goesOn = step.bytes[this.#text.charCodeAt(place++)] === 1;
          at++;
          break;
        case 'split':
          goesOn = this.#firstTime(step, place);
          if (!goesOn) break;
          this.#push(OTHER_WAY, step.other ? at + 1 : step.to, place);
          at = step.other ? step.to : at + 1;
          break;
        case 'jump':
          at = step.to;
          break;
        case 'open':
          this.#set(this.#opened + step.number, place);
          at++;
          break;
        case 'close':
          this.#set(2 * step.number, this.#slots[this.#opened + step.number] ?? -1);
          this.#set(2 * step.number + 1, place);
          at++;
          break;
        case 'mark':
          this.#set(this.#loops + step.number, place);
          at++;
          break;
        case 'leave':
          at = this.#slots[this.#loops + step.number] === place ? step.to : at + 1;
          break;
        case 'assert':
          goesOn = this.#holds(step.what, place);
          at++;
          break;
        case 'reference': {
          const length = this.#repeated(step.number, place, step.other);
          goesOn = length >= 0;
          place += length;
          at++;
          break;
        }
        case 'back':
          place -= step.number;
          goesOn = place >= 0;
          at++;
          break;
        case 'atomic':
          place = this.#runOnce(at + 1, place, false);
          goesOn = place >= 0;
          at = step.to;
          break;
        case 'ahead':
          goesOn = this.#runOnce(at + 1, place, false) >= 0;
          at = step.to;
          break;
        case 'not-ahead':
          goesOn = this.#runOnce(at + 1, place, true) < 0;
          at = step.to;
          break;
        default:
          return place;
      }
      if (goesOn) continue;
      const other = this.#comeBack(base);
      if (other < 0) return -1;
      at = other;
      place = this.#place;
    }
  }

  /** The place of the way that was come back to. */
  #place = 0;

  /** Takes back what was done since there was another way. @returns that way, -1 if there is none above `base` */
  #comeBack(base: number): number {
    const stack = this.#stack;
    while (stack.length > base) {
      const second = stack.pop() ?? 0;
      const first = stack.pop() ?? 0;
      const slot = stack.pop() ?? 0;
      if (slot === OTHER_WAY) {
        this.#place = second;
        return first;
      }
      this.#slots[slot] = first;
    }
    return -1;
  }

  /** Runs what has other ways only within. */
  #runOnce(from: number, place: number, forgets: boolean): number {
    const base = this.#stack.length;
    const tried = this.#triedWithin.length;
    this.#depth++;
    const end = this.#run(from, place);
    this.#depth--;
    if (end < 0) return end;
    while (this.#triedWithin.length > tried) {
      const bit = this.#triedWithin.pop() ?? 0;
      if (this.#tried !== undefined) this.#tried[bit >> 3] = (this.#tried[bit >> 3] ?? 0) & ~(1 << (bit & 7));
    }
    if (forgets) {
      while (this.#comeBack(base) >= 0);
      return end;
    }
    const entries = this.#stack.splice(base);
    for (let index = 0; index < entries.length; index += 3) {
      if (entries[index] !== OTHER_WAY) this.#stack.push(...entries.slice(index, index + 3));
    }
    return end;
  }

  #limit(code: -47 | -63): MatchLimitError {
    return new MatchLimitError(code, this.#program.source, this.#text);
  }

  #firstTime({ number, within }: Instruction, place: number): boolean {
    if (this.#tried === undefined) return true;
    let branch = number;
    for (let index = 0; index < within.length; index++) {
      if (this.#slots[this.#loops + (within[index] ?? 0)] === place) branch += 1 << index;
    }
    const bit = branch * (this.#text.length + 1) + place;
    const byte = this.#tried[bit >> 3] ?? 0;
    if (((byte >> (bit & 7)) & 1) === 1) return false;
    this.#tried[bit >> 3] = byte | (1 << (bit & 7));
    if (this.#depth > 0) this.#triedWithin.push(bit);
    return true;
  }

  #set(slot: number, place: number): void {
    this.#push(slot, this.#slots[slot] ?? -1, 0);
    this.#slots[slot] = place;
  }

  #push(slot: number, first: number, second: number): void {
    if (this.#stack.length * (ENTRY_BYTES / 3) > MAX_BYTES) throw this.#limit(-63);
    this.#stack.push(slot, first, second);
  }

  /** @returns the length of what a group captured, if it stands here again, else -1 */
  #repeated(group: number, place: number, ignoreCase: boolean): number {
    const [begin = -1, end = -1] = this.#slots.subarray(2 * group, 2 * group + 2);
    if (begin < 0) return -1;
    this.#steps += end - begin;
    const captured = this.#text.slice(begin, end);
    const here = this.#text.slice(place, place + captured.length);
    const same = captured === here || (ignoreCase && lowerCase(captured) === lowerCase(here));
    return same ? captured.length : -1;
  }

  #holds(what: Assertion, place: number): boolean {
    const text = this.#text;
    const atEnd = place === text.length;
    switch (what) {
      case 'start':
        return place === 0;
      case 'end':
        return atEnd;
      case 'last':
        return atEnd || (place === text.length - 1 && text.charCodeAt(place) === LINE_FEED);
      case 'line-start':
        return place === 0 || (!atEnd && text.charCodeAt(place - 1) === LINE_FEED);
      case 'line-end':
        return atEnd || text.charCodeAt(place) === LINE_FEED;
      case 'word-boundary':
        return isWord(text, place - 1) !== isWord(text, place);
      case 'no-word-boundary':
        return isWord(text, place - 1) === isWord(text, place);
    }
  }
}

/** The case of letters other than ASCII's stays, as in the C locale. */
function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function isWord(text: string, place: number): boolean {
  return place >= 0 && /\w/.test(text.charAt(place));
}
