import { parseSize } from '../../values/size.ts';
import { parseTime } from '../../values/time.ts';
import type { Size, Time } from '../../types.ts';
import type { Scope } from './scope.ts';
import { directive, type Line } from './syntax/line.ts';

/** Writes one option; `name` is its directive's. */
export type Writer<V> = (value: V, scope: Scope, name: string) => readonly Line[];

export { directiveName } from '../../values/directive-name.ts';

/** A directive with one argument. */
export const one: Writer<string | number> = (value, _, name) => [directive(name, value)];

/** A directive without arguments, where it is there. */
export const present: Writer<boolean> = (value, _, name) => (value ? [directive(name)] : []);

/** A directive with many arguments. */
export const many: Writer<readonly string[]> = (values, _, name) =>
  values.length > 0 ? [directive(name, ...values)] : [];

/** A directive for each value. */
export const each: Writer<readonly string[]> = (values, _, name) => values.map((value) => directive(name, value));

export const time: Writer<Time> = (value, _, name) => [directive(name, formatTime(value))];

/** A time that nginx takes in whole seconds only. */
export const seconds: Writer<Time> = (value, scope, name) => [directive(name, formatSeconds(value, scope, name))];

export const size: Writer<Size> = (value, _, name) => [directive(name, formatSize(value))];

export const file: Writer<string> = (value, { writing }, name) => [directive(name, writing.file(value))];

export const files: Writer<string | readonly string[]> = (values, { writing }, name) =>
  [values].flat().map((value) => directive(name, writing.file(value)));

/** In nginx, times in milliseconds have no years and months. */
export function formatTime(value: Time): string {
  if (typeof value === 'string' && !/[yM]/.test(value)) return value.trim();
  const ms = parseTime(value);
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

export function formatSeconds(value: Time, { writing }: Pick<Scope, 'writing'>, what: string): string {
  const ms = parseTime(value);
  if (ms % 1000 !== 0) writing.notice(`${what} is whole seconds in nginx: ${ms} ms are rounded up`);
  else if (typeof value === 'string' && !value.includes('ms')) return value.trim();
  return `${Math.ceil(ms / 1000)}s`;
}

/** Most sizes of nginx have no `g`. */
export function formatSize(value: Size): string {
  return /g$/i.test(String(value)) ? `${parseSize(value) / 1024 ** 2}m` : String(value);
}
