import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pinned } from '../measure/cores.ts';

/** What a proxy prints. */
export interface StandardOutput {
  /** Where the proxy writes; to be closed here once the proxy has it. */
  readonly fd: number;
  /** The end of what it printed, when it has ended. */
  readonly printed: Promise<string>;
}

/**
 * A pipe with a reader on the load's core, as a container's standard output has one with its log driver elsewhere.
 *
 * Node's own `pipe` is a pair of Unix sockets whose reader, this process, would take turns with the proxy on its core.
 */
export function openStandardOutput(folder: string): StandardOutput {
  const file = join(folder, 'stdout');
  execFileSync('mkfifo', [file]);
  // Opened for one direction alone, it would wait for who opens it for the other.
  const both = openSync(file, 'r+');
  const [readEnd, fd] = [openSync(file, 'r'), openSync(file, 'w')];
  closeSync(both);
  const [command, ...args] = pinned('load', ['tail', '-c', '2000']);
  const reader = spawn(command, args, { stdio: [readEnd, 'pipe', 'ignore'] });
  closeSync(readEnd);
  return { fd, printed: reader.stdout === null ? Promise.resolve('') : text(reader.stdout) };
}
