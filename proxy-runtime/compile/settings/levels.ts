import { at } from '../../config/at.ts';
import type { DirectiveRow, DirectiveTable } from '../../config/directives/directive.ts';
import { parseSize } from '../../config/values/size.ts';
import { parseTime } from '../../config/values/time.ts';
import type { Size, Time } from '../../config/types.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../../variables/template.ts';

/** The keys of `D` whose values are `V`. */
type KeysOf<D, V> = { [K in keyof D]-?: NonNullable<D[K]> extends V ? K : never }[keyof D] & string;

/** What the engine makes of a value, by the kind of its directive: milliseconds, bytes, booleans, or the value as it is. */
interface Prepared<V> {
  readonly flag: boolean;
  readonly time: number;
  readonly seconds: number;
  readonly size: number;
  readonly buffer: number;
  readonly offset: number;
  readonly count: V;
  readonly enum: V;
  readonly file: V;
}

type Absent<Row> = Row extends { readonly default: unknown } ? never : undefined;

/** The directives of a table that the engine has as their kind says; what it has of others is a matter of each. */
export type PreparedDirectives<D, T> = {
  readonly [
    K in keyof D & keyof T as T[K] extends { readonly kind: keyof Prepared<unknown> } ? K : never
  ]-?: T[K] extends {
    readonly kind: infer Kind extends keyof Prepared<unknown>;
  }
    ? Prepared<NonNullable<D[K]>>[Kind] | Absent<T[K]>
    : never;
};

/** Directives of several levels, outermost first, merged directive by directive; read as the engine uses them. */
export class Levels<D extends object> {
  /** What holds: of a level only what the table has, so that nothing else is handed down. */
  readonly merged: D;
  readonly levels: readonly Partial<D>[];
  readonly find: FindVariable;

  constructor(table: DirectiveTable, levels: readonly Partial<D>[], find: FindVariable) {
    this.levels = levels;
    this.find = find;
    const outwards = [...levels].reverse() as readonly Readonly<Record<string, unknown>>[];
    const merged: Record<string, unknown> = {};
    for (const key of Object.keys(table)) {
      const value = outwards.find((level) => level[key] !== undefined)?.[key] ?? table[key]?.default;
      if (value !== undefined) merged[key] = value;
    }
    this.merged = merged as D;
  }

  /** The directives of a family that are used as their kind says. */
  prepared<F extends object, const T extends object>(family: T): PreparedDirectives<F, T> {
    const values = this.merged as Readonly<Record<string, unknown>>;
    const prepared: Record<string, unknown> = {};
    for (const [key, { kind }] of Object.entries(family as DirectiveTable)) {
      const value = values[key];
      const prepare = PREPARE[kind];
      if (prepare !== undefined) prepared[key] = value === undefined ? value : at([key], () => prepare(value));
    }
    return prepared as PreparedDirectives<F, T>;
  }

  template(key: KeysOf<D, string>): Evaluate {
    return at([key], () => compileTemplate(this.merged[key] as string, this.find));
  }

  /** Like {@link template}, for a directive that may be absent. */
  optional(key: KeysOf<D, string>): Evaluate | undefined {
    return this.merged[key] === undefined ? undefined : this.template(key);
  }

  on(key: KeysOf<D, 'on' | 'off'>): boolean {
    return this.merged[key] === 'on';
  }
}

const ms = (value: unknown): number => parseTime(value as Time);
const bytes = (value: unknown): number => parseSize(value as Size);
const same = (value: unknown): unknown => value;

const PREPARE: Readonly<Partial<Record<DirectiveRow['kind'], (value: unknown) => unknown>>> = {
  flag: (value) => value === 'on',
  time: ms,
  seconds: ms,
  size: bytes,
  buffer: bytes,
  offset: bytes,
  count: same,
  enum: same,
  file: same,
};
