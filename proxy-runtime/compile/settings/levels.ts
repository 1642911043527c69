import { at } from '../../config/at.ts';
import { parseSize } from '../../config/values/size.ts';
import { parseTime } from '../../config/values/time.ts';
import type { Flag, Size, Time } from '../../config/types.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../../variables/template.ts';

/** The keys of `D` whose values are `V`. */
type KeysOf<D, V> = { [K in keyof D]-?: NonNullable<D[K]> extends V ? K : never }[keyof D] & string;

/** Directives of several levels, outermost first, merged directive by directive; read as the engine uses them. */
export class Levels<D extends object> {
  readonly merged: D;
  readonly levels: readonly Partial<D>[];
  readonly find: FindVariable;

  constructor(defaults: D, levels: readonly Partial<D>[], find: FindVariable) {
    this.levels = levels;
    this.find = find;
    this.merged = levels.reduce<D>((merged, level) => ({ ...merged, ...stated(level) }), defaults);
  }

  /** Milliseconds. */
  ms(key: KeysOf<D, Time>): number {
    return at([key], () => parseTime(this.merged[key] as Time));
  }

  /** Bytes. */
  bytes(key: KeysOf<D, Size>): number {
    return at([key], () => parseSize(this.merged[key] as Size));
  }

  on(key: KeysOf<D, Flag>): boolean {
    return this.merged[key] === 'on';
  }

  template(key: KeysOf<D, string>): Evaluate {
    return at([key], () => compileTemplate(this.merged[key] as string, this.find));
  }

  /** Like {@link template}, for a directive that may be absent. */
  optional(key: KeysOf<D, string>): Evaluate | undefined {
    return this.merged[key] === undefined ? undefined : this.template(key);
  }
}

/** Only what a level states: a key that is there but undefined must not hide the outer level's. */
function stated<D extends object>(level: D): D {
  return Object.fromEntries(Object.entries(level).filter(([, value]) => value !== undefined)) as D;
}
