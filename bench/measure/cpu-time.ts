import { processTree, readOfProcess, threads } from './process-tree.ts';

/** What processes have had of their cores so far, in seconds. */
export interface CpuTime {
  /** On a core, in user space and in the kernel. */
  readonly ran: number;
  /** Ready to run, while somebody else's process had the core; says nothing of a process whose threads do the work side by side. */
  readonly waited: number;
}

/** The CPU time of a process and all that come from it, to the nanosecond: getrusage() and /proc/PID/stat count in ticks of 10 ms. */
export function cpuTime(pid: number): CpuTime {
  let [ran, waited] = [0, 0];
  for (const each of processTree(pid)) {
    for (const tid of threads(each)) {
      const [ranNs = 0, waitedNs = 0] = readOfProcess(`/proc/${each}/task/${tid}/schedstat`).split(' ').map(Number);
      ran += ranNs / 1e9;
      // The main thread waits for the process's other threads, too: they are no disturbance
      waited += (tid === String(each) ? waitedNs : -ranNs) / 1e9;
    }
  }
  return { ran, waited };
}
