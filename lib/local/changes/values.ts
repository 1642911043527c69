import { isDeepStrictEqual } from 'node:util';

/** A value in a line about a change; long ones are cut in the middle, since their ends differ most. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === '') return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, HALF)}…${text.slice(-HALF)}`;
}

const LONGEST = 80;
const HALF = 36;

/** `idleTimeout 900 -> 1200 s`, or nothing where both are equal. */
export function changeOf(name: string, before: unknown, after: unknown, unit = ''): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const numeric = [before, after].some((value) => typeof value === 'number');
  return [`${name} ${formatValue(before)} -> ${formatValue(after)}${numeric && unit !== '' ? ` ${unit}` : ''}`];
}

/** What differs between two records, a line for each key, named by `name`. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  name: (key: string) => string,
): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changeOf(name(key), before[key], after[key]));
}
