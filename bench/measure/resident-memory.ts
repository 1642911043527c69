import { setTimeout as delay } from 'node:timers/promises';
import { processTree, readOfProcess } from './process-tree.ts';

/** The resident memory (VmRSS) of a process and all that come from it, in bytes. */
export function residentMemory(pid: number): number {
  let kibibytes = 0;
  for (const each of processTree(pid)) {
    kibibytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(readOfProcess(`/proc/${each}/status`))?.[1] ?? 0);
  }
  return kibibytes * 1024;
}

/** Memory that is given back is given back soon. */
const REST = 500;

/** The same when the processes have had nothing to do for a while. */
export async function restingMemory(pid: number): Promise<number> {
  await delay(REST);
  return residentMemory(pid);
}
