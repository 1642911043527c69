import { escapedSet, LINE_BREAK, literal } from './characters.ts';
import { readClass } from './class.ts';
import { readCharacter, readQuoted, unknownEscape } from './escapes.ts';
import { notHere, Reader, wrong } from './reader.ts';

/** A regular expression of PCRE as JavaScript's. */
export interface Translated {
  readonly source: string;
  readonly ignoreCase: boolean;
  /** Names of its groups, in lower case: they are names of variables, which have none. */
  readonly names: readonly string[];
}

/** What `(?…)` switches; from there to the end of the group. */
interface Modes {
  /** `.` matches a line break, too. */
  readonly s: boolean;
  /** `^` and `$` match at line breaks, too. */
  readonly m: boolean;
  /** White space means nothing. */
  readonly x: boolean;
}

interface Group {
  readonly modes: Modes;
  /** Its number, if it captures. */
  readonly number: number | undefined;
  readonly lookaround: boolean;
  /** Where its source begins. */
  readonly start: number;
  alternatives: boolean;
  /** Whether a group in it captures. */
  holds: boolean;
  /** Whether it can match without one in it that captures. */
  skips: boolean;
  /** Whether one of its alternatives can match nothing. */
  empty: boolean;
  /** Whether the alternative that is being read takes a character, whatever it matches. */
  takes: boolean;
}

const NO_MODES: Modes = { s: false, m: false, x: false };

function newGroup(modes: Modes, start: number, number?: number, lookaround = false): Group {
  return {
    modes,
    number,
    lookaround,
    start,
    alternatives: false,
    holds: false,
    skips: false,
    empty: false,
    takes: false,
  };
}

function captures({ number, holds }: Group): boolean {
  return number !== undefined || holds;
}

/** Something that a quantifier can follow. */
interface Atom {
  readonly start: number;
  /** Whether it is one character, whichever. */
  readonly single: boolean;
  /** Whether what is before it takes a character. */
  readonly behind: boolean;
  /** The group it is. */
  readonly group?: Group;
}

/**
 * Translates what has an exact counterpart.
 *
 * @param text - one byte a character
 * @param ignoreCase - from its beginning
 * @throws ConfigError for what has none
 */
export function translate(text: string, ignoreCase: boolean): Translated {
  return new Translator(text, ignoreCase).translate();
}

class Translator {
  readonly #reader: Reader;
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #whole = newGroup(NO_MODES, 0);
  readonly #open: Group[] = [];
  /** Groups that have matched whatever else has: only those can be referred to, because PCRE and JavaScript differ on the others. */
  readonly #certain = new Set<number>();
  #modes = NO_MODES;
  #ignoreCase: boolean;
  /** Whether case has mattered so far. */
  #cased = false;
  #groups = 0;
  #source = '';
  #atom: Atom | undefined;

  constructor(text: string, ignoreCase: boolean) {
    this.#reader = new Reader(text);
    this.#ignoreCase = ignoreCase;
  }

  translate(): Translated {
    const reader = this.#reader;
    while (!reader.done) this.#step();
    if (this.#open.length > 0) throw wrong('a ( has no )');
    return { source: this.#source, ignoreCase: this.#ignoreCase, names: this.#names };
  }

  #step(): void {
    const reader = this.#reader;
    if (this.#modes.x && reader.match(/[ \t-\r]+|#[^\n]*(?:\n|$)/y) !== undefined) return;
    const quantifier = reader.match(/([*+?]|\{\d+(?:,\d*)?\})([?+]?)/y);
    if (quantifier !== undefined) {
      this.#quantify(quantifier[1] ?? '', quantifier[2] ?? '');
      return;
    }
    const character = reader.take();
    if (character === '\\') this.#escape();
    else if (character === '[') this.#emit(readClass(reader), true);
    else if (character === '(') this.#openGroup();
    else if (character === ')') this.#closeGroup();
    else if (character === '|') this.#alternative();
    else if (character === '.') this.#emit(this.#modes.s ? '[^]' : String.raw`[^\n]`, true);
    else if (character === '^') this.#assert(this.#modes.m ? String.raw`(?:^|(?<=\n)(?!$))` : '^');
    else if (character === '$') this.#assert(this.#modes.m ? String.raw`(?=\n|$)` : END);
    else this.#emit(literal(character), true);
  }

  #emit(source: string, single: boolean): void {
    this.#atom = { start: this.#source.length, single, behind: this.#group.takes };
    this.#source += source;
    this.#group.takes = true;
    this.#cased ||= !/^(?:\\x..|\d|\[\^(?:\\n)?\])$/.test(source);
  }

  /** What takes no character. */
  #assert(source: string): void {
    this.#atom = undefined;
    this.#source += source;
  }

  #alternative(): void {
    const group = this.#group;
    group.alternatives = true;
    group.empty ||= !group.takes;
    group.takes = false;
    if (this.#open.length === 0) this.#certain.clear();
    this.#assert('|');
  }

  // --- escapes --------------------------------------------------------------------------------------------------------

  #escape(): void {
    const reader = this.#reader;
    const letter = reader.next;
    const set = escapedSet(letter);
    const assertion = ASSERTIONS[letter];
    if (set !== undefined) this.#emit(`[${set}]`, true);
    else if (assertion !== undefined) this.#assert(assertion);
    else if (letter === 'N' && !reader.text.startsWith('N{', reader.index)) this.#emit(String.raw`[^\n]`, true);
    else if (letter === 'C') this.#emit('[^]', true);
    else if (letter === 'R') this.#emit(LINE_BREAK, false);
    else if (letter === 'K' && this.#open.every(({ lookaround }) => !lookaround)) {
      // It only moves the beginning of the match, which nothing here asks for.
      this.#atom = undefined;
    } else if (letter === 'Q') {
      reader.take();
      for (const quoted of readQuoted(reader)) this.#emit(quoted, true);
      return;
    } else if (letter !== 'E') {
      if (!this.#reference()) this.#character();
      return;
    }
    reader.take();
  }

  #character(): void {
    const character = readCharacter(this.#reader);
    if (character === undefined) throw unknownEscape(this.#reader.next);
    this.#emit(literal(character), true);
  }

  /** A reference to a group, or a character in octal: PCRE decides by whether there are that many groups. */
  #reference(): boolean {
    const reader = this.#reader;
    const digits = reader.match(/[1-9]\d*/y)?.[0];
    if (digits !== undefined) {
      if (Number(digits) > 9 && Number(digits) > this.#groups && /^[0-7]/.test(digits)) {
        const octal = /^[0-7]{1,3}/.exec(digits)?.[0] ?? '';
        reader.index -= digits.length - octal.length;
        this.#emit(literal(String.fromCharCode(Number.parseInt(octal, 8) & 255)), true);
      } else this.#refer(Number(digits), `\\${digits}`);
      return true;
    }
    const match = reader.match(/g(\d+)|g\{(\d+)\}|[kg]\{([A-Za-z_]\w*)\}|k<(\w+)>|k'(\w+)'/y);
    if (match === undefined) return false;
    const [whole, number, braced, ...names] = match as readonly (string | undefined)[];
    const name = names.find((each) => each !== undefined);
    this.#refer(name === undefined ? Number(number ?? braced) : this.#numbers.get(name), `\\${whole ?? ''}`);
    return true;
  }

  #refer(number: number | undefined, written: string): void {
    if (number === undefined || !this.#certain.has(number)) {
      throw notHere(`${written} to a group that may not have matched before`);
    }
    this.#emit(`(?:\\${number})`, false);
  }

  // --- groups ---------------------------------------------------------------------------------------------------------

  #openGroup(): void {
    const reader = this.#reader;
    if (reader.match(/\?#[^)]*\)/y) !== undefined) return;
    const verb = reader.match(/\*\w*/y)?.[0];
    if (verb !== undefined) throw notHere(`(${verb})`);
    const flags = reader.match(/\?([\^imsxnUJ-]*)([:)])/y);
    if (flags !== undefined) {
      this.#switch(flags[1] ?? '', flags[2] === ':');
      return;
    }
    const [, quoted, pointed] = reader.match(/\?(?:'([A-Za-z_]\w*)'|P?<([A-Za-z_]\w*)>)/y) ?? [];
    const name = quoted ?? pointed;
    if (name !== undefined) {
      this.#push(`(?<${this.#name(name)}>`, ++this.#groups);
      return;
    }
    const [, reference] = reader.match(/\?P=(\w+)\)/y) ?? [];
    if (reference !== undefined) {
      this.#refer(this.#numbers.get(reference), `(?P=${reference})`);
      return;
    }
    const lookaround = reader.match(/\?<?[=!]/y)?.[0];
    if (lookaround !== undefined) this.#push(`(${lookaround}`, undefined, true);
    else if (reader.next === '?') {
      const what = /^\?(?:P?>|\||\(|[^)]{0,3})/.exec(reader.text.slice(reader.index))?.[0] ?? '?';
      throw notHere(`(${what}`);
    } else this.#push('(', ++this.#groups);
  }

  #push(source: string, number: number | undefined, lookaround = false): void {
    this.#open.push(newGroup(this.#modes, this.#source.length, number, lookaround));
    this.#assert(source);
  }

  #name(name: string): string {
    const key = name.toLowerCase();
    if (this.#names.includes(key)) throw wrong(`two of its groups are named ${name}`);
    this.#names.push(key);
    this.#numbers.set(name, this.#groups + 1);
    return key;
  }

  #switch(flags: string, opens: boolean): void {
    const [on = '', off = ''] = flags.replace('^', '-imsx').split('-');
    if (/[nUJ]/.test(flags)) throw notHere(`(?${flags})`);
    if (!opens && on.includes('i') && !this.#cased && this.#open.length === 0) this.#ignoreCase = true;
    if (this.#ignoreCase ? off.includes('i') : on.includes('i')) {
      throw notHere(`(?${flags}) for a part of the expression`);
    }
    const { s, m, x } = this.#modes;
    const mode = (before: boolean, letter: string): boolean => on.includes(letter) || (before && !off.includes(letter));
    if (opens) this.#push('(?:', undefined);
    this.#modes = { s: mode(s, 's'), m: mode(m, 'm'), x: mode(x, 'x') };
    if (!opens) this.#atom = undefined;
  }

  #closeGroup(): void {
    const group = this.#open.pop();
    if (group === undefined) throw wrong('a ) has no (');
    this.#source += ')';
    this.#modes = group.modes;
    group.empty ||= !group.takes;
    const outer = this.#group;
    this.#atom = group.lookaround ? undefined : { start: group.start, single: false, behind: outer.takes, group };
    outer.takes ||= !group.empty && !group.lookaround;
    outer.holds ||= captures(group);
    outer.skips ||= group.skips || (group.alternatives && group.holds);
    if (group.number !== undefined && outer === this.#whole && !outer.alternatives) this.#certain.add(group.number);
  }

  /** The one that is open, or the whole. */
  get #group(): Group {
    return this.#open.at(-1) ?? this.#whole;
  }

  // --- quantifiers ----------------------------------------------------------------------------------------------------

  #quantify(quantifier: string, mode: string): void {
    const atom = this.#atom;
    if (atom === undefined) throw wrong(`there is nothing for ${quantifier} to repeat`);
    const [least, most] = bounds(quantifier);
    if (most < least) throw wrong(`${quantifier} has its numbers the wrong way round`);
    this.#atom = undefined;
    if (least === 0) this.#group.takes = atom.behind;
    if (atom.group !== undefined) this.#quantifyGroup(atom.group, least, most);
    if (mode !== '+') {
      this.#source += quantifier + mode;
      return;
    }
    if (!atom.single) throw notHere(`the possessive ${quantifier}+ behind a group`);
    const one = this.#source.slice(atom.start);
    this.#source = this.#source.slice(0, atom.start) + possessive(one, least, most);
  }

  #quantifyGroup(group: Group, least: number, most: number): void {
    if (least === 0 && group.number !== undefined) this.#certain.delete(group.number);
    if (least === 0) this.#group.skips ||= captures(group);
    // What is left of an earlier repetition differs.
    if (most > 1 && captures(group) && (group.skips || group.empty || (group.alternatives && group.holds))) {
      throw notHere('a repeated group that can match without its captures');
    }
  }
}

/** PCRE's `$` and `\Z` also match before a last line break. */
const END = String.raw`(?=\n?$)`;

/** Every match begins its search at the start of the text, so that `\G` is `\A`. */
const ASSERTIONS: Readonly<Record<string, string>> = {
  A: '^',
  G: '^',
  z: '$',
  Z: END,
  b: String.raw`\b`,
  B: String.raw`\B`,
};

function bounds(quantifier: string): readonly [least: number, most: number] {
  if (quantifier === '*') return [0, Infinity];
  if (quantifier === '+') return [1, Infinity];
  if (quantifier === '?') return [0, 1];
  const [, least = '', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}$/.exec(quantifier) ?? [];
  return [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
}

/** As many of one character as there are, and never fewer: none of it may follow. */
function possessive(one: string, least: number, most: number): string {
  if (most === Infinity) return `${one}{${least},}(?!${one})`;
  if (most === least) return `${one}{${least}}`;
  return `(?:${one}{${most}}|${one}{${least},${most - 1}}(?!${one}))`;
}
