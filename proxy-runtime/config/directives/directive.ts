import type { Flag, Size, Time } from '../types/values.ts';

/** What a directive's value is, by its kind. Several kinds may have one type: nginx has limits of its own for some. */
export interface KindValues {
  readonly flag: Flag;
  /** A directive that says all by being there. */
  readonly presence: boolean;
  readonly time: Time;
  /** A time that nginx has in whole seconds. */
  readonly seconds: Time;
  readonly size: Size;
  /** A size of which 0 makes no sense. */
  readonly buffer: Size;
  /** A size that may exceed memory; nginx's only ones with the unit g. */
  readonly offset: Size;
  /** A whole number, with a range. */
  readonly count: number;
  /** A text of one line, which may be empty. */
  readonly text: string;
  /** A text of one line, which is not empty. */
  readonly name: string;
  /** A text of many lines. */
  readonly lines: string;
  /** The name of a file. */
  readonly file: string;
  /** The name of one file, or of several. */
  readonly files: string | string[];
  readonly headerNames: string[];
  readonly texts: string[];
  readonly tlsVersions: string[];
}

/** The kinds whose values are of one type. */
type KindOf<V> = {
  [K in keyof KindValues]: [V] extends [KindValues[K]] ? ([KindValues[K]] extends [V] ? K : never) : never;
}[keyof KindValues];

interface AnyDirective<V> {
  /** What holds where nobody states it; without one it is absent then. */
  readonly default?: V;
  /** The nginx that has it first, where not all from 1.22 on do. */
  readonly since?: string;
}

/** A directive whose values are one of several words. */
interface EnumDirective<V> extends AnyDirective<V> {
  readonly kind: 'enum';
  readonly of: readonly V[];
}

interface CountDirective<V> extends AnyDirective<V> {
  readonly kind: 'count';
  readonly from: number;
  /** @default - no limit */
  readonly to?: number;
}

interface PlainDirective<V> extends AnyDirective<V> {
  readonly kind: Exclude<KindOf<V>, 'count'>;
}

/** A directive that no other is like: its schema, and how nginx.conf has it, are its own. */
interface OwnDirective<V> extends AnyDirective<V> {
  readonly kind: 'own';
}

/** What there is to know of a directive with values of one type. */
export type Directive<V> =
  | OwnDirective<V>
  | ([V] extends [number] ? CountDirective<V> : PlainDirective<V>)
  | ([V] extends [string] ? EnumDirective<V> : never);

/**
 * A family of directives as a table: what is said here of one is all that its schema, its default, its inheritance, and its form in an nginx.conf
 * follow from. A configuration that has been checked has them in this order, and so have deployed ones: it stays.
 */
export type Directives<D> = { readonly [K in keyof D]-?: Directive<NonNullable<D[K]>> };

/** Any row of any table, for what is done with all alike. */
export interface DirectiveRow {
  readonly kind: keyof KindValues | 'enum' | 'own';
  readonly default?: unknown;
  readonly since?: string;
  readonly of?: readonly string[];
  readonly from?: number;
  readonly to?: number;
}

export type DirectiveTable = Readonly<Record<string, DirectiveRow>>;

/** The directives of a table that are of its own kind each. */
export type OwnKeys<T> = { [K in keyof T]: T[K] extends { readonly kind: 'own' } ? K : never }[keyof T];

/** The directives of a table that have a default. */
type DefaultedKeys<T> = { [K in keyof T]: T[K] extends { readonly default: unknown } ? K : never }[keyof T];

/** Directives `D` of the table `T`, with defaults where nobody states them. */
export type Defaulted<D, T> = Required<Pick<D, keyof D & DefaultedKeys<T>>> & Omit<D, DefaultedKeys<T>>;

/** The defaults of a table. */
export function defaultsOf<D, const T extends Directives<D>>(table: T): Defaulted<D, T> {
  const rows = Object.entries(table as DirectiveTable).filter(([, row]) => row.default !== undefined);
  return Object.fromEntries(rows.map(([name, row]) => [name, row.default])) as Defaulted<D, T>;
}
