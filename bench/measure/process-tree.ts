import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that come from it, such as a master's workers. */
export function processTree(pid: number): number[] {
  return [
    pid,
    ...threads(pid)
      .flatMap((tid) => children(pid, tid))
      .flatMap(processTree),
  ];
}

/** The threads of a process; none if it has ended. */
export function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function children(pid: number, tid: string): number[] {
  return readOfProcess(`/proc/${pid}/task/${tid}/children`).split(' ').filter(Boolean).map(Number);
}

/** A file of /proc; empty when the process or thread has ended meanwhile. */
export function readOfProcess(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
