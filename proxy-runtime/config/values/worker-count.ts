import { ConfigError } from '../config-error.ts';

/** More than any machine such a proxy runs on has cores for. */
export const MAX_WORKERS = 64;

/** How many workers: a number from 1 to 64, of which only Linux has more than 1, or as many as there are cores for this process. */
export type WorkerCount = number | 'auto';

/** Reads the value of `--workers`. @throws {@link ConfigError} */
export function parseWorkers(text: string): WorkerCount {
  if (text === 'auto') return text;
  return checkWorkers(/^\d+$/.test(text) ? Number(text) : NaN, '--workers', JSON.stringify(text));
}

/**
 * Checks that there may be so many workers.
 *
 * @param written - the number as whoever chose it has written it
 * @returns the same number
 * @throws {@link ConfigError}
 */
export function checkWorkers(count: number, name: string, written: string): number {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_WORKERS) return count;
  throw new ConfigError(`${name} is ${written}, but must be 1 to ${MAX_WORKERS}, or auto for one on each core`);
}
