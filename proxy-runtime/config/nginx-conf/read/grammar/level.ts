import type { Directive } from '../syntax/directive.ts';
import type { Files } from '../syntax/files.ts';
import type { Listens } from '../blocks/listens.ts';
import type { Grammar } from './grammar.ts';
import type { Places } from './places.ts';
import type { Context, Table } from './table.ts';

/** What a list is made of. */
type ElementOf<L> = L extends readonly (infer T)[] ? T : never;

/** What all blocks of one configuration share while it is read. */
export interface Reading {
  readonly files: Files;
  readonly places: Places;
  readonly grammar: Grammar;
  readonly listens: Listens;
  /** Names of log formats, in lower case, as far as they are known. */
  readonly logFormats: Map<string, string>;
  /** What is accepted without having an effect, one line each. */
  readonly notices: string[];
  /** Whether there will be as many workers as it says. */
  readonly startsWorkers: boolean;
}

/** One block while it is read: what it says so far. */
export class Level<V extends object> {
  readonly context: Context;
  readonly table: Table<Level<V>>;
  /** Where its values are in the configuration. */
  readonly path: readonly (string | number)[];
  readonly reading: Reading;
  readonly values: { -readonly [K in keyof V]?: V[K] } = {};
  /** The directives read in it, by name. */
  readonly seen = new Map<string, Directive>();

  constructor(context: Context, table: Table<Level<V>>, path: readonly (string | number)[], reading: Reading) {
    this.context = context;
    this.table = table;
    this.path = path;
    this.reading = reading;
  }

  /** A block within this one, of the same kind of directives. */
  within(context: Context, directive: Directive, ...keys: readonly (string | number)[]): Level<V> {
    const level = new Level(context, this.table, [...this.path, ...keys], this.reading);
    this.reading.places.note(level.path, directive);
    return level;
  }

  /** Sets an option, and remembers which directive did. */
  put<K extends keyof V & string>(option: K, value: V[K], directive: Directive): void {
    this.values[option] = value;
    this.reading.places.note([...this.path, option], directive);
  }

  /** The same for an option with entries by name. */
  putEntry<K extends keyof V & string>(
    option: K,
    name: string,
    value: V[K] extends Readonly<Record<string, infer T>> | undefined ? T : never,
    directive: Directive,
  ): void {
    const entries = Object.entries(this.values[option] ?? {}).filter(([key]) => key !== name);
    // Not by assignment: a name may be __proto__.
    this.values[option] = Object.fromEntries([...entries, [name, value]]) as V[K];
    this.reading.places.noteFirst([...this.path, option], directive);
    this.reading.places.note([...this.path, option, name], directive);
  }

  /** Takes an entry back. */
  removeEntry(option: keyof V & string, name: string): void {
    this.values[option] = Object.fromEntries(
      Object.entries(this.values[option] ?? {}).filter(([key]) => key !== name),
    ) as V[typeof option];
  }

  /** The same for an option that is a list. */
  append<K extends keyof V & string>(option: K, value: ElementOf<V[K]>, directive: Directive): void {
    const list = [...((this.values[option] as readonly unknown[] | undefined) ?? []), value];
    this.values[option] = list as V[K];
    this.reading.places.noteFirst([...this.path, option], directive);
    this.reading.places.note([...this.path, option, list.length - 1], directive);
  }

  /** The same for an option that is one value or a list of several. */
  add<K extends keyof V & string>(option: K, value: ElementOf<V[K]>, directive: Directive): void {
    const before = this.values[option] as unknown;
    if (before === undefined) this.put(option, value as V[K], directive);
    else this.values[option] = [before, value].flat() as V[K];
  }

  notice(directive: Directive, text: string): void {
    this.reading.notices.push(`${directive.file}:${directive.line}: ${directive.name} ${text}`);
  }
}

/** A block of any kind, for what is the same in all. */
export type AnyLevel = Pick<Level<object>, 'context' | 'reading' | 'seen' | 'notice'>;
