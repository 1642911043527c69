import { ConfigError } from '../config-error.ts';
import type { Size } from '../types.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * Reads a size as nginx does: `'8k'`, `'1m'`, `'1g'`, or a number of bytes.
 *
 * @returns bytes
 * @throws {@link ConfigError} when it can't be read
 */
export function parseSize(size: Size): number {
  const [, digits, unit] = /^(\d+)([kmg]?)$/i.exec(String(size)) ?? [];
  const bytes = Number(digits) * (UNITS[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes)) {
    throw new ConfigError(
      `${JSON.stringify(size)} is not a size; write bytes as a number, or nginx's syntax: '8k', '1m'`,
    );
  }
  return bytes;
}
