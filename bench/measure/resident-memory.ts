import { processTree, readOfProcess } from './process-tree.ts';

/** The resident memory (VmRSS) of a process and all that come from it, in bytes. */
export function residentMemory(pid: number): number {
  let kibibytes = 0;
  for (const each of processTree(pid)) {
    kibibytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(readOfProcess(`/proc/${each}/status`))?.[1] ?? 0);
  }
  return kibibytes * 1024;
}
