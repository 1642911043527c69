import type { DirectiveRow, DirectiveTable, KindValues, OwnKeys } from '../../directives/directive.ts';
import { directives, type Args, type Entry, type Places, type Read } from '../read/grammar/table.ts';
import type { Level } from '../read/grammar/level.ts';
import { file, files, scalar, words } from '../read/values/scalar.ts';
import {
  NO_TLS_VERSIONS,
  flag,
  milliseconds,
  number,
  offset,
  oneOf,
  seconds,
  size,
  text,
  tlsVersion,
} from '../read/values/values.ts';
import * as write from '../write/writers.ts';
import type { Writer } from '../write/writers.ts';
import type { Scope } from '../write/scope.ts';
import type { Line } from '../write/syntax/line.ts';

/** How a directive is read: how many arguments it has, and what it does to the level it stands in. */
export interface ReadForm<L> {
  readonly args: Args;
  /** Whether it may stand several times in one block. @default false */
  readonly repeats?: boolean;
  readonly read: Read<L>;
}

/** How nginx.conf has an option, where its kind does not say it. */
export interface Form<V, L> {
  /** The blocks that it stands in. @default - those of its family */
  readonly in?: Places;
  readonly read?: ReadForm<L>;
  /** The directives that say it, by name: where several do, or none. @default - the one that is called as the option is */
  readonly directives?: Readonly<Record<string, ReadForm<L>>>;
  readonly write?: Writer<V>;
}

/** A directive of its own kind must say both. */
type OwnForm<V, L> = Form<V, L> & { readonly write: Writer<V> } & (
    { readonly read: ReadForm<L> } | { readonly directives: Readonly<Record<string, ReadForm<L>>> }
  );

/** The forms of the directives `D` in the table `T`: of all that are of their own kind, and of others that are not as their kind is. */
export type Forms<D, T, L> = { readonly [K in keyof D & OwnKeys<T>]-?: OwnForm<NonNullable<D[K]>, L> } & {
  readonly [K in Exclude<keyof D, OwnKeys<T>>]?: Form<NonNullable<D[K]>, L>;
};

/** Directives that stand in the same blocks. */
export interface Family<D, T, L> {
  readonly in: Places;
  readonly table: T;
  readonly forms: Forms<D, T, L>;
}

interface KindForm<V> {
  readonly args: Args;
  readonly repeats?: boolean;
  readonly read: <L extends object>(directive: Parameters<Read<unknown>>[0], level: Level<L>) => void;
  readonly write: Writer<V>;
}

const KINDS: { readonly [K in keyof KindValues]: KindForm<KindValues[K]> } = {
  flag: { args: 'flag', read: scalar(flag), write: write.one },
  presence: { args: '0', read: scalar(() => true), write: write.present },
  time: { args: '1', read: scalar(milliseconds), write: write.time },
  seconds: { args: '1', read: scalar(seconds), write: write.seconds },
  size: { args: '1', read: scalar(size), write: write.size },
  buffer: { args: '1', read: scalar(size), write: write.size },
  offset: { args: '1', read: scalar(offset), write: write.one },
  count: { args: '1', read: scalar(number), write: write.one },
  text: { args: '1', read: scalar(text), write: write.one },
  name: { args: '1', read: scalar(text), write: write.one },
  lines: { args: '1', read: scalar(text), write: write.one },
  file: { args: '1', read: file, write: write.file },
  files: { args: '1', repeats: true, read: files, write: write.files },
  headerNames: { args: '1', repeats: true, read: words(text), write: write.each },
  texts: { args: '1+', repeats: true, read: words(text), write: write.many },
  tlsVersions: { args: '1+', repeats: true, read: words(tlsVersion, NO_TLS_VERSIONS), write: write.many },
};

function formOf({ kind, of = [] }: DirectiveRow): KindForm<never> {
  if (kind === 'own') throw new Error('a directive of its own kind has its own form');
  return kind === 'enum' ? { args: '1', read: scalar(oneOf(of)), write: write.one } : KINDS[kind];
}

/** How the directives of a family are read. */
export function readersOf<D, T extends object, V extends object>(family: Family<D, T, Level<V>>): Entry<Level<V>>[] {
  return Object.entries(directivesOf(family)).flatMap(([option, named]) => {
    const places = formsOf(family)[option]?.in ?? family.in;
    return Object.entries(named).flatMap(([name, { args, repeats = false, read }]) =>
      directives<Level<V>>(repeats ? `repeated ${places}` : places, args, name, read),
    );
  });
}

/** The directives by which nginx.conf says each option of a family, by their names. */
export function directivesOf<D, T extends object, V extends object>(
  family: Pick<Family<D, T, Level<V>>, 'table' | 'forms'>,
): Readonly<Record<string, Readonly<Record<string, ReadForm<Level<V>>>>>> {
  const entries = Object.entries(family.table as DirectiveTable).map(([option, row]) => {
    const form = formsOf(family)[option];
    return [option, form?.directives ?? { [write.directiveName(option)]: form?.read ?? formOf(row) }];
  });
  return Object.fromEntries(entries) as Readonly<Record<string, Readonly<Record<string, ReadForm<Level<V>>>>>>;
}

function formsOf<D, T, L>({
  forms,
}: Pick<Family<D, T, L>, 'forms'>): Readonly<Record<string, Form<never, L> | undefined>> {
  return forms;
}

/** Writes what a level says of a family, in the family's order. */
export function writeFamily<D extends object, T extends object, L>(
  family: Family<D, T, L>,
  level: Partial<D>,
  scope: Scope,
): Line[] {
  const own = formsOf(family);
  const values = level as Readonly<Record<string, unknown>>;
  return Object.entries(family.table as DirectiveTable).flatMap(([option, row]): readonly Line[] => {
    const value = values[option];
    if (value === undefined || value === null) return [];
    const writer = (own[option]?.write ?? formOf(row).write) as Writer<unknown>;
    const lines = writer(value, scope, write.directiveName(option));
    const { since } = row;
    if (since === undefined) return lines;
    return lines.map((line) => (line.kind === 'directive' ? scope.writing.since(since, line) : line));
  });
}
