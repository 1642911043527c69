import * as v from 'valibot';
import type { DirectiveRow, Directives, DirectiveTable, KindValues, OwnKeys } from '../directives/directive.ts';
import {
  bool,
  flag,
  headerName,
  integer,
  list,
  name,
  oneOrMore,
  size,
  someBytes,
  text,
  time,
  tlsVersion,
} from './values.ts';

/** What takes anything, and gives values of one type. */
type Shape<V> = v.GenericSchema<unknown, V>;

/** The shape of each kind of directive; those with a range or a choice have it from their row. */
const SHAPES: { readonly [K in Exclude<keyof KindValues, 'count'>]: Shape<KindValues[K]> } = {
  flag,
  presence: bool,
  time,
  seconds: time,
  size,
  buffer: someBytes,
  offset: size,
  text,
  name,
  lines: v.string('must be a string'),
  file: name,
  files: oneOrMore(name, 'must be a file name or a list of file names'),
  headerNames: list(headerName, 'header names'),
  texts: list(text, 'values'),
  tlsVersions: list(tlsVersion, 'TLS versions'),
};

/** The options of an object that a table of directives makes. */
export type Options<D> = { readonly [K in keyof D]-?: v.OptionalSchema<Shape<NonNullable<D[K]>>, undefined> };

/** The shapes of those directives of a table whose kind is their own. */
export type OwnShapes<D, T> = { readonly [K in keyof D & OwnKeys<T>]: Shape<NonNullable<D[K]>> };

/** The options that a table of directives makes, in its order. */
export function options<D, const T extends Directives<D> = Directives<D>>(table: T, own: OwnShapes<D, T>): Options<D> {
  const shapes = own as Readonly<Record<string, v.GenericSchema>>;
  const entries = Object.entries(table as DirectiveTable).map(([key, row]) => {
    const shape = shapes[key] ?? shapeOf(row);
    return [key, v.optional(shape)];
  });
  return Object.fromEntries(entries) as Options<D>;
}

function shapeOf({ kind, of = [], from = 0, to }: DirectiveRow): v.GenericSchema {
  switch (kind) {
    case 'own':
      throw new Error('a directive of its own kind has its own shape');
    case 'enum':
      return v.picklist(of, `must be ${choice(of.map((word) => `'${word}'`))}`);
    case 'count':
      return integer(from, to);
    default:
      return SHAPES[kind];
  }
}

/** `'a', 'b' or 'c'`. */
function choice(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
