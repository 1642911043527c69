import { setTimeout as delay } from 'node:timers/promises';
import { LoadRun, type LoadOptions, type LoadResult } from '../load/load-run.ts';
import type { RunningProxy } from '../peers/running-proxy.ts';
import { cpuTime } from './cpu-time.ts';

/** What a run of the load generator did, and what it cost the proxy. */
export interface LoadCost extends LoadResult {
  /** The proxy's CPU time, in seconds. */
  readonly cpu: number;
  /** Seconds in which the proxy could have run, while other programs had its core. */
  readonly waited: number;
}

/** The proxy closes and logs what has ended. */
const SETTLE = 30;

/**
 * Runs load, and reads the proxy's CPU time before and after it, when nothing is on its way.
 *
 * @param onReady - looks at the proxy while the connections are open
 */
export async function cpuOfLoad(
  program: string,
  proxy: RunningProxy,
  options: LoadOptions,
  onReady?: () => Promise<void>,
): Promise<LoadCost> {
  await using load = new LoadRun(program, proxy.ports, options);
  await load.ready();
  await delay(SETTLE);
  await onReady?.();
  const before = cpuTime(proxy.pid);
  const result = await load.go();
  await delay(SETTLE);
  const after = cpuTime(proxy.pid);
  return { ...result, cpu: after.ran - before.ran, waited: Math.max(0, after.waited - before.waited) };
}
