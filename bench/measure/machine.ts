import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem, type as osType } from 'node:os';

/** @throws Error for a machine on which nothing can be measured */
export function checkMachine(): void {
  if (process.platform !== 'linux') throw new Error('CPU times are read from /proc, which only Linux has');
  if (spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status !== 0) {
    throw new Error("taskset is missing, which gives proxies and load their cores; it comes with Debian's util-linux");
  }
}

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly kernel: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    kernel: `${osType()} ${release()}`,
    node: process.version,
  };
}
