import { availableParallelism } from 'node:os';
import { ConfigError } from '../config/config-error.ts';
import { checkWorkers, MAX_WORKERS, type WorkerCount } from '../config/values/worker-count.ts';

/** How many workers there are on this machine. @throws {@link ConfigError} */
export function resolveWorkers(workers: WorkerCount): number {
  const shares = process.platform === 'linux';
  if (workers === 'auto') return shares ? Math.min(availableParallelism(), MAX_WORKERS) : 1;
  checkWorkers(workers, 'workers', String(workers));
  if (workers > 1 && !shares)
    throw new ConfigError(`workers is ${workers}, but only Linux shares connections out among several; use 1 or auto`);
  return workers;
}
