import { ALL, bytes, NOT_LINE_FEED, setOf, withoutCase, type ByteSet } from './byte-set.ts';
import { escapedSet } from './characters.ts';
import { readClass } from './class.ts';
import { readCharacter, readQuoted, unknownEscape } from './escapes.ts';
import { choice, sequence, width, type Assertion, type Node, type RepeatMode } from './node.ts';
import { notHere, Reader, wrong } from './reader.ts';

/** A regular expression of PCRE, read. */
export interface Pattern {
  /** As it was written, one byte a character. */
  readonly source: string;
  readonly node: Node;
  /** Its groups' names, in lower case, by their number: they are names of variables, which have none. */
  readonly names: ReadonlyMap<number, string>;
  readonly groups: number;
}

/** What `(?…)` switches; from there to the end of the group. */
interface Modes {
  /** Case doesn't matter. */
  readonly i: boolean;
  /** `.` matches a line break, too. */
  readonly s: boolean;
  /** `^` and `$` match at line breaks, too. */
  readonly m: boolean;
  /** White space means nothing. */
  readonly x: boolean;
}

/** A group that is being read, or the whole. */
interface Open {
  /** Of what is around it. */
  readonly modes: Modes;
  readonly close: (node: Node) => Node;
  /** Whether the group is a lookaround, which takes nothing of the text. */
  readonly lookaround: boolean;
  readonly alternatives: Node[][];
}

/** PCRE's own limit. */
const MAX_NESTING = 250;

/** PCRE's own limit. */
const MAX_REPEAT = 65_535;

/**
 * Reads a regular expression.
 *
 * @param text - one byte a character
 * @param ignoreCase - from its beginning
 * @throws ConfigError for what PCRE refuses, and for what can't be matched here
 */
export function parse(text: string, ignoreCase: boolean): Pattern {
  return new Parser(text, ignoreCase).parse();
}

class Parser {
  readonly #reader: Reader;
  readonly #names = new Map<number, string>();
  readonly #numbers = new Map<string, number>();
  readonly #references: number[] = [];
  readonly #open: Open[] = [];
  #modes: Modes;
  #groups = 0;
  /** Whether a quantifier can follow. */
  #repeatable = false;

  constructor(text: string, ignoreCase: boolean) {
    this.#reader = new Reader(text);
    this.#modes = { i: ignoreCase, s: false, m: false, x: false };
  }

  parse(): Pattern {
    const whole: Open = { modes: this.#modes, close: (node) => node, lookaround: false, alternatives: [[]] };
    this.#open.push(whole);
    while (!this.#reader.done) this.#step();
    if (this.#open.length > 1) throw wrong('a ( has no )');
    const missing = this.#references.find((number) => number > this.#groups);
    if (missing !== undefined) throw wrong(`there is no group ${missing} to refer to`);
    return { source: this.#reader.text, node: toNode(whole), names: this.#names, groups: this.#groups };
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
    else if (character === '[') this.#add({ kind: 'set', set: readClass(reader, this.#fold) });
    else if (character === '(') this.#openGroup();
    else if (character === ')') this.#closeGroup();
    else if (character === '|') this.#alternative();
    else if (character === '.') this.#add({ kind: 'set', set: this.#modes.s ? ALL : NOT_LINE_FEED });
    else if (character === '^') this.#assert(this.#modes.m ? 'line-start' : 'start');
    else if (character === '$') this.#assert(this.#modes.m ? 'line-end' : 'last');
    else this.#literal(character);
  }

  readonly #fold = (set: ByteSet): ByteSet => (this.#modes.i ? withoutCase(set) : set);

  #literal(character: string): void {
    this.#add({ kind: 'set', set: this.#fold(bytes(character.charCodeAt(0))) });
  }

  #add(node: Node, repeatable = true): void {
    this.#nodes.push(node);
    this.#repeatable = repeatable;
  }

  #assert(what: Assertion): void {
    this.#add({ kind: 'assertion', what }, false);
  }

  #alternative(): void {
    this.#innermost.alternatives.push([]);
    this.#repeatable = false;
  }

  get #innermost(): Open {
    const group = this.#open.at(-1);
    if (group === undefined) throw wrong('a ) has no (');
    return group;
  }

  /** Of the alternative that is being read. */
  get #nodes(): Node[] {
    return this.#innermost.alternatives.at(-1) ?? [];
  }

  // --- escapes --------------------------------------------------------------------------------------------------------

  #escape(): void {
    const reader = this.#reader;
    const letter = reader.next;
    const set = escapedSet(letter);
    const assertion = ASSERTIONS[letter];
    if (set !== undefined) this.#add({ kind: 'set', set });
    else if (assertion !== undefined) this.#assert(assertion);
    else if (letter === 'N' && !reader.text.startsWith('N{', reader.index))
      this.#add({ kind: 'set', set: NOT_LINE_FEED });
    else if (letter === 'C') this.#add({ kind: 'set', set: ALL });
    else if (letter === 'R') this.#add(LINE_BREAK);
    else if (letter === 'K' && this.#open.every(({ lookaround }) => !lookaround)) {
      // It only moves the beginning of the match, which nothing here asks for.
      this.#repeatable = false;
    } else if (letter === 'Q') {
      reader.take();
      for (const quoted of readQuoted(reader)) this.#literal(quoted);
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
    this.#literal(character);
  }

  /** A reference to a group, or a character in octal: PCRE decides by whether there are that many groups. */
  #reference(): boolean {
    const reader = this.#reader;
    const digits = reader.match(/[1-9]\d*/y)?.[0];
    if (digits !== undefined) {
      if (Number(digits) > 9 && Number(digits) > this.#groups && /^[0-7]/.test(digits)) {
        const octal = /^[0-7]{1,3}/.exec(digits)?.[0] ?? '';
        reader.index -= digits.length - octal.length;
        this.#literal(String.fromCharCode(Number.parseInt(octal, 8) & 255));
      } else this.#refer(Number(digits), `\\${digits}`);
      return true;
    }
    const match = reader.match(/g(-?\d+)|g\{(-?\d+)\}|[kg]\{([A-Za-z_]\w*)\}|k<(\w+)>|k'(\w+)'/y);
    if (match === undefined) return false;
    const [whole, number, braced, ...names] = match as readonly (string | undefined)[];
    const name = names.find((each) => each !== undefined);
    const written = `\\${whole ?? ''}`;
    if (name !== undefined) this.#refer(this.#numbers.get(name), written);
    else {
      const given = Number(number ?? braced);
      this.#refer(given < 0 ? this.#groups + 1 + given : given, written);
    }
    return true;
  }

  #refer(number: number | undefined, written: string): void {
    if (number === undefined || number < 1) throw notHere(`${written} before the group it refers to`);
    this.#references.push(number);
    this.#add({ kind: 'reference', number, ignoreCase: this.#modes.i });
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
      this.#capture(this.#name(name));
      return;
    }
    const [, reference] = reader.match(/\?P=(\w+)\)/y) ?? [];
    if (reference !== undefined) {
      this.#refer(this.#numbers.get(reference), `(?P=${reference})`);
      return;
    }
    const lookaround = reader.match(/\?(<?)([=!])/y);
    if (lookaround !== undefined) this.#lookaround(lookaround[1] === '<', lookaround[2] === '!');
    else if (reader.match(/\?>/y) !== undefined) this.#push((node) => ({ kind: 'atomic', node }));
    else if (reader.next === '?') {
      const what = /^\?(?:P?>|\||\(|[^)]{0,3})/.exec(reader.text.slice(reader.index))?.[0] ?? '?';
      throw notHere(`(${what}`);
    } else this.#capture(undefined);
  }

  #push(close: Open['close'], lookaround = false): void {
    if (this.#open.length > MAX_NESTING) throw wrong(`its groups are nested more than ${MAX_NESTING} deep`);
    this.#open.push({ modes: this.#modes, close, lookaround, alternatives: [[]] });
    this.#repeatable = false;
  }

  #capture(name: string | undefined): void {
    const number = ++this.#groups;
    this.#push((node) => ({ kind: 'group', number, name, node }));
  }

  #lookaround(behind: boolean, negative: boolean): void {
    this.#push((node) => ({ kind: 'lookaround', behind, negative, node }), true);
  }

  #name(name: string): string {
    const key = name.toLowerCase();
    const number = this.#groups + 1;
    if ([...this.#names.values()].includes(key)) throw wrong(`two of its groups are named ${name}`);
    this.#names.set(number, key);
    this.#numbers.set(name, number);
    return key;
  }

  #switch(flags: string, opens: boolean): void {
    const [on = '', off = ''] = flags.replace('^', '-imsx').split('-');
    if (/[nUJ]/.test(flags)) throw notHere(`(?${flags})`);
    const { i, s, m, x } = this.#modes;
    const mode = (before: boolean, letter: string): boolean => on.includes(letter) || (before && !off.includes(letter));
    if (opens) this.#push((node) => node);
    this.#modes = { i: mode(i, 'i'), s: mode(s, 's'), m: mode(m, 'm'), x: mode(x, 'x') };
    this.#repeatable = false;
  }

  #closeGroup(): void {
    const group = this.#innermost;
    if (this.#open.length === 1) throw wrong('a ) has no (');
    this.#open.pop();
    this.#modes = group.modes;
    const node = group.close(toNode(group));
    if (node.kind === 'lookaround' && node.behind) {
      const alternatives = node.node.kind === 'choice' ? node.node.nodes : [node.node];
      if (alternatives.some((each) => width(each) === undefined))
        throw wrong('an assertion of what is before has no fixed length');
    }
    this.#add(node);
  }

  // --- quantifiers ----------------------------------------------------------------------------------------------------

  #quantify(quantifier: string, mode: string): void {
    const node = this.#repeatable ? this.#nodes.pop() : undefined;
    if (node === undefined) throw wrong(`there is nothing for ${quantifier} to repeat`);
    const [least, given] = bounds(quantifier);
    // As in PCRE: to look once more is enough.
    const most = node.kind === 'lookaround' && given === Infinity ? least + 1 : given;
    if (most < least) throw wrong(`${quantifier} has its numbers the wrong way round`);
    if (Math.max(least, given === Infinity ? 0 : given) > MAX_REPEAT)
      throw wrong(`${quantifier} repeats more than ${MAX_REPEAT} times`);
    this.#add({ kind: 'repeat', node, least, most, mode: MODES[mode] ?? 'greedy' }, false);
  }
}

function toNode({ alternatives }: Open): Node {
  return choice(alternatives.map(sequence));
}

const MODES: Readonly<Record<string, RepeatMode>> = { '?': 'lazy', '+': 'possessive' };

/** Every match begins its search at the start of the text, so that `\G` is `\A`. */
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'start',
  G: 'start',
  z: 'end',
  Z: 'last',
  b: 'word-boundary',
  B: 'no-word-boundary',
};

/** PCRE's `\R`; an `\r` alone is one only where no `\n` follows, since PCRE never takes `\r\n` apart again. */
const LINE_BREAK: Node = choice([
  sequence([
    { kind: 'set', set: setOf('\r') },
    { kind: 'set', set: setOf('\n') },
  ]),
  { kind: 'set', set: setOf('\n\v\f\x85') },
  sequence([
    { kind: 'set', set: setOf('\r') },
    { kind: 'lookaround', behind: false, negative: true, node: { kind: 'set', set: setOf('\n') } },
  ]),
]);

function bounds(quantifier: string): readonly [least: number, most: number] {
  if (quantifier === '*') return [0, Infinity];
  if (quantifier === '+') return [1, Infinity];
  if (quantifier === '?') return [0, 1];
  const [, least = '', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}$/.exec(quantifier) ?? [];
  return [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
}
