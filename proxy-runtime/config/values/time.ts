import { ConfigError } from '../config-error.ts';
import type { Time } from '../types.ts';

/** The units of nginx's time syntax in milliseconds, largest first: a time names them in this order, each at most once. */
const UNITS = [
  ['y', 31_536_000_000],
  ['M', 2_592_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** Node's timers hold 31 bits of milliseconds, 24 days and 20 hours; one that is set to more fires at once. */
const MAX_MS = 2 ** 31 - 1;

const WAY_OUT = "write seconds as a number, or nginx's syntax: '90s', '15m', '1h30m', '500ms'";

/**
 * Reads a time as nginx does: `'1h30m'`, `'75s'`, `'500ms'`, a bare last number being seconds.
 *
 * @returns milliseconds, of which there are 2147483647 at most: who waits 24 days for a byte need not be told that it was to be a year
 * @throws {@link ConfigError} when it can't be read
 */
export function parseTime(time: Time): number {
  const ms = typeof time === 'number' ? time * 1000 : parseText(time);
  if (ms === undefined || !Number.isSafeInteger(ms) || ms < 0) {
    throw new ConfigError(`${JSON.stringify(time)} is not a time; ${WAY_OUT}`);
  }
  return Math.min(ms, MAX_MS);
}

function parseText(text: string): number | undefined {
  const parts = /^ *((?:\d+(?:ms|[yMwdhms])? *)+)$/.exec(text)?.[1]?.matchAll(/(\d+)(ms|[yMwdhms])?/g);
  if (!parts) return undefined;
  let total = 0;
  let last = -1;
  for (const [, digits, unit = 's'] of parts) {
    const rank = UNITS.findIndex(([name]) => name === unit);
    const size = UNITS[rank]?.[1];
    if (size === undefined || rank <= last) return undefined;
    last = rank;
    total += Number(digits) * size;
  }
  return total;
}
