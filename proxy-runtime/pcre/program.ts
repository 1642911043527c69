import { ranges, type ByteSet } from './byte-set.ts';
import { holds, nullable, width, type Assertion, type Node } from './node.ts';
import type { Pattern } from './parser.ts';
import { wrong } from './reader.ts';

/**
 * What an instruction does, before the next one has its turn:
 *
 * - `set` takes one of `bytes`;
 * - `split` goes on with the next or at `to` (where `other` says so), and there the other way round if that fails;
 * - `jump` goes on at `to`;
 * - `open` and `close` are the ends of group `number`;
 * - `mark` notes where a repetition of loop `number` began, `leave` goes on at `to` if it took nothing;
 * - `assert` is `what`;
 * - `reference` takes what group `number` captured, in either case where `other` says so;
 * - `back` goes `number` characters back;
 * - `atomic`, `ahead` and `not-ahead` have a program behind them that is matched in one way only, up to its `accept`; it goes on at `to`.
 */
type Op =
  'set' | 'split' | 'jump' | 'open' | 'close' | 'mark' | 'leave' | 'assert' | 'reference' | 'back' | Once | 'accept';

type Once = 'atomic' | 'ahead' | 'not-ahead';

/** All of them have the same shape, which makes them fast. */
export interface Instruction {
  readonly op: Op;
  /** Of a `split`: it has as many numbers from there on as there are ways to be `within` loops. */
  readonly number: number;
  to: number;
  readonly bytes: Uint8Array;
  readonly other: boolean;
  /** The loops around a `split` that may take nothing: how it goes on depends on whether they have so far. */
  readonly within: readonly number[];
  readonly what: Assertion;
}

const NO_BYTES = new Uint8Array(0);
const NO_LOOPS: readonly number[] = [];

/** A regular expression as instructions, from the first on. */
export interface Program {
  /** As it was written. */
  readonly source: string;
  readonly code: readonly Instruction[];
  readonly groups: number;
  readonly loops: number;
  /** How many ways there are to come to a `split`. */
  readonly branches: number;
  /** Whether it decides on what matches how a place in the program and the text was come to. */
  readonly remembers: boolean;
}

/** Repetitions are written out; beyond this an expression is as good as never meant. */
const MAX_SIZE = 100_000;

/** How many loops that may take nothing can be within each other. */
const MAX_WITHIN = 4;

/** @throws ConfigError for an expression of which no program can be made */
export function checkSize({ node }: Pattern): void {
  if (sizeOf(node) > MAX_SIZE) throw wrong('it is too large');
}

export function compileProgram(pattern: Pattern): Program {
  return new Compiler().compile(pattern);
}

/** At least as many as its instructions. */
function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'sequence':
      return node.nodes.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'choice':
      return node.nodes.reduce((sum, part) => sum + sizeOf(part) + 3, 0);
    case 'repeat':
      return (sizeOf(node.node) + 4) * (node.most === Infinity ? Math.max(1, node.least) : node.most);
    case 'group':
    case 'atomic':
    case 'lookaround':
      return sizeOf(node.node) + 3;
    default:
      return 1;
  }
}

class Compiler {
  readonly #code: Instruction[] = [];
  readonly #tables = new Map<ByteSet, Uint8Array>();
  #loops = 0;
  #branches = 0;
  /** The loops around what is written that may take nothing. */
  #within = NO_LOOPS;
  /** Whether there were ever too many of them. */
  #nested = false;

  compile({ source, node, groups }: Pattern): Program {
    this.#write(node);
    this.#add('accept');
    const remembers = this.#nested || holds(node, ({ kind }) => kind === 'reference');
    return { source, code: this.#code, groups, loops: this.#loops, branches: this.#branches, remembers };
  }

  #write(node: Node): void {
    switch (node.kind) {
      case 'set':
        this.#add('set', { bytes: this.#table(node.set) });
        break;
      case 'sequence':
        for (const part of node.nodes) this.#write(part);
        break;
      case 'choice':
        this.#choice(node.nodes, (part) => this.#write(part));
        break;
      case 'group':
        this.#add('open', { number: node.number });
        this.#write(node.node);
        this.#add('close', { number: node.number });
        break;
      case 'repeat':
        if (node.mode === 'possessive') this.#once('atomic', () => this.#repeat(node));
        else this.#repeat(node);
        break;
      case 'atomic':
        this.#once('atomic', () => this.#write(node.node));
        break;
      case 'lookaround':
        this.#once(node.negative ? 'not-ahead' : 'ahead', () => {
          if (node.behind) this.#behind(node.node);
          else this.#write(node.node);
        });
        break;
      case 'assertion':
        this.#add('assert', { what: node.what });
        break;
      case 'reference':
        this.#add('reference', { number: node.number, other: node.ignoreCase });
        break;
    }
  }

  #table(set: ByteSet): Uint8Array {
    const known = this.#tables.get(set);
    if (known !== undefined) return known;
    const table = new Uint8Array(256);
    for (const [first, last] of ranges(set)) table.fill(1, first, last + 1);
    this.#tables.set(set, table);
    return table;
  }

  #add(op: Op, has: Partial<Instruction> = {}): Instruction {
    const { number = 0, bytes = NO_BYTES, other = false, within = NO_LOOPS, what = 'start' } = has;
    const instruction = { op, number, to: 0, bytes, other, within, what };
    this.#code.push(instruction);
    return instruction;
  }

  #split(other = false): Instruction {
    const within = this.#within;
    const split = this.#add('split', { number: this.#branches, other, within });
    this.#nested ||= within.length > MAX_WITHIN;
    this.#branches += 1 << Math.min(within.length, MAX_WITHIN);
    return split;
  }

  #choice(nodes: readonly Node[], write: (node: Node) => void): void {
    const ends: Instruction[] = [];
    nodes.forEach((node, index) => {
      if (index === nodes.length - 1) {
        write(node);
        return;
      }
      const split = this.#split();
      write(node);
      ends.push(this.#add('jump'));
      split.to = this.#code.length;
    });
    for (const jump of ends) jump.to = this.#code.length;
  }

  #once(kind: Once, body: () => void): void {
    const once = this.#add(kind);
    body();
    this.#add('accept');
    once.to = this.#code.length;
  }

  #behind(node: Node): void {
    this.#choice(node.kind === 'choice' ? node.nodes : [node], (part) => {
      this.#add('back', { number: width(part) ?? 0 });
      this.#write(part);
    });
  }

  /** As PCRE has it: those that must be, then those that may be, each within the one before; a last one without limit is a loop. */
  #repeat({ node, least, most, mode }: Node & { kind: 'repeat' }): void {
    const lazy = mode === 'lazy';
    const fixed = most === Infinity && least > 0 ? least - 1 : least;
    for (let time = 0; time < fixed; time++) this.#write(node);
    const splits: Instruction[] = [];
    if (most === Infinity) {
      if (least === 0) splits.push(this.#split(lazy));
      this.#loop(node, lazy);
    } else {
      for (let time = least; time < most; time++) {
        splits.push(this.#split(lazy));
        this.#write(node);
      }
    }
    for (const split of splits) split.to = this.#code.length;
  }

  /** Once or more. */
  #loop(node: Node, lazy: boolean): void {
    const start = this.#code.length;
    if (!nullable(node)) {
      this.#write(node);
      const split = this.#split(!lazy);
      split.to = start;
      return;
    }
    const loop = this.#loops++;
    this.#add('mark', { number: loop });
    const outer = this.#within;
    this.#within = [...outer, loop];
    this.#write(node);
    this.#within = outer;
    const leave = this.#add('leave', { number: loop });
    const split = this.#split(!lazy);
    split.to = start;
    leave.to = this.#code.length;
  }
}
