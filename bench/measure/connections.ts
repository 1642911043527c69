import { readdirSync, readlinkSync } from 'node:fs';
import { processTree } from './process-tree.ts';

/** The open sockets of each process that a master has started; of the process itself when it has started none. */
export function socketsOfWorkers(pid: number): number[] {
  const [master, ...workers] = processTree(pid);
  return (workers.length > 0 ? workers : [master ?? pid]).map(openSockets);
}

function openSockets(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => isSocket(`/proc/${pid}/fd/${fd}`)).length;
}

function isSocket(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch {
    // Closed meanwhile
    return false;
  }
}
