import { ConfigError } from '../config-error.ts';

/**
 * Reads a rate as nginx does: `'10r/s'`, `'30r/m'`, a bare number being per second.
 *
 * @returns thousandths of a request in a second, in whole numbers, as nginx counts
 * @throws {@link ConfigError} when it can't be read, or is less than one request in a minute
 */
export function parseRate(rate: string): number {
  const [, digits, unit] = /^(\d+)(?:r\/([sm]))?$/.exec(rate) ?? [];
  const perSecond = Math.floor((Number(digits) * 1000) / (unit === 'm' ? 60 : 1));
  if (!Number.isSafeInteger(perSecond) || perSecond < 1) {
    throw new ConfigError(`${JSON.stringify(rate)} is no rate of 1r/m or more; write nginx's syntax: '10r/s', '30r/m'`);
  }
  return perSecond;
}
