import { availableParallelism } from 'node:os';
import { ConfigError } from '../config-error.ts';

/** More than any machine such a proxy runs on has cores for. */
export const MAX_WORKERS = 64;

/** How many workers: a number from 1 to 64, of which only Linux has more than 1, or as many as there are cores for this process. */
export type WorkerCount = number | 'auto';

/** Reads the value of `--workers`. @throws {@link ConfigError} */
export function parseWorkers(text: string): WorkerCount {
  if (text === 'auto') return text;
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!isCount(count)) throw refusal('--workers', JSON.stringify(text));
  return count;
}

/** @throws {@link ConfigError} */
export function resolveWorkers(workers: WorkerCount): number {
  const shares = process.platform === 'linux';
  if (workers === 'auto') return shares ? Math.min(availableParallelism(), MAX_WORKERS) : 1;
  if (!isCount(workers)) throw refusal('workers', String(workers));
  if (workers > 1 && !shares)
    throw new ConfigError(`workers is ${workers}, but only Linux shares connections out among several; use 1 or auto`);
  return workers;
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MAX_WORKERS;
}

function refusal(name: string, value: string): ConfigError {
  return new ConfigError(`${name} is ${value}, but must be 1 to ${MAX_WORKERS}, or auto for one on each core`);
}
