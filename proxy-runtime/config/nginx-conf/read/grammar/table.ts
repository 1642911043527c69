import type { Directive } from '../syntax/directive.ts';

/** The blocks a directive can stand in. */
export type Context = 'main' | 'events' | 'http' | 'upstream' | 'server' | 'location';

/** Blocks that directives stand in together. */
export type Places = Context | 'http server' | 'server location' | 'http server location';

/** The blocks that a directive stands in, and `repeated` if several may stand in one. */
export type Placing = Places | `repeated ${Places}`;

type Digit = 0 | 1 | 2 | 3 | 4;

/** How many arguments a directive takes: `'1'`, `'1-2'`, `'1+'`, or `'flag'` for on or off; then `{` for a block. */
export type Args = `${`${Digit}${'' | '+' | `-${Digit}`}` | 'flag'}${'' | ' {'}`;

/** What a directive does to the block it stands in. */
export type Read<L> = (directive: Directive, level: L) => void;

/** How a directive is written, and what becomes of it. */
export interface Entry<L> {
  readonly name: string;
  readonly contexts: readonly Context[];
  /** How many arguments it takes. */
  readonly args: { readonly min: number; readonly max: number; readonly flag: boolean };
  /** Whether it ends with braces. */
  readonly block: boolean;
  /** Whether it may stand several times in one block. */
  readonly repeats: boolean;
  readonly read: Read<L>;
}

/**
 * Directives that are written and read alike.
 *
 * @param placing - the blocks, and `repeated` if several may stand in one: `'http server location'`
 * @param names - one or several
 */
export function directives<L>(placing: Placing, args: Args, names: string, read: Read<L>): Entry<L>[] {
  const words = placing.split(' ');
  const contexts = words.filter((word) => word !== 'repeated') as Context[];
  const [, min = '', more = '', block = ''] = /^(\d|flag)(\+|-\d)?( \{)?$/.exec(args) ?? [];
  const flag = min === 'flag';
  const least = flag ? 1 : Number(min);
  const most = more === '+' ? Number.POSITIVE_INFINITY : more === '' ? least : Number(more.slice(1));
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({
      name,
      contexts,
      args: { min: least, max: most, flag },
      block: block !== '',
      repeats: words.includes('repeated'),
      read,
    }));
}

/** The directives of a kind of block. */
export class Table<L> {
  readonly #entries = new Map<string, Entry<L>[]>();

  constructor(entries: readonly Entry<L>[]) {
    for (const entry of entries) this.#entries.set(entry.name, [...(this.#entries.get(entry.name) ?? []), entry]);
  }

  find(name: string, context: Context): Entry<L> | undefined {
    return this.#entries.get(name)?.find(({ contexts }) => contexts.includes(context));
  }

  /** The blocks of this table in which a directive can stand. */
  contextsOf(name: string): Context[] {
    return (this.#entries.get(name) ?? []).flatMap(({ contexts }) => contexts);
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }
}
