import { availableParallelism } from 'node:os';

/** The proxy has the first core, or as many as it has workers; the load generator with its backend has the last one. */
export type Side = 'proxy' | 'load';

/** A command line that runs on its side's cores, with as many open files as the system allows it. */
export function pinned(side: Side, command: readonly string[], workers = 1): [string, ...string[]] {
  const last = availableParallelism() - 1;
  const proxyCores = Math.max(1, Math.min(workers, last));
  const cores = side === 'load' ? String(last) : `0-${proxyCores - 1}`;
  return ['taskset', '-c', cores, 'sh', '-c', 'ulimit -n "$(ulimit -Hn)"; exec "$@"', 'sh', ...command];
}
