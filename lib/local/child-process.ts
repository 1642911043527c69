import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { nodeCommand } from './shell.ts';

/** Commands of which something still runs; they end with this process, whatever ends it. */
const running = new Set<ChildProcess>();

function killRunning(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/**
 * Starts a command in a shell, and in a process group of its own: a Ctrl-C at the terminal is this process's to handle, and what the command
 * starts ends with it.
 */
export function startCommand(
  command: string,
  directory: string,
  environment: Readonly<Record<string, string>>,
  stdio: StdioOptions,
): ChildProcess {
  const child = spawn(nodeCommand(command), {
    cwd: directory,
    env: { ...process.env, ...environment },
    shell: true,
    stdio,
    // On Windows a detached process would get a console window of its own
    detached: process.platform !== 'win32',
  });
  if (running.size === 0) process.on('exit', killRunning);
  running.add(child);
  child.once('close', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', killRunning);
  });
  return child;
}

/** Whether a command, or something that it started, still runs. */
export function isRunning(child: ChildProcess): boolean {
  return running.has(child);
}

/** Sends a signal to a command and to everything it started. */
export function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void {
  if (child.pid === undefined || !running.has(child)) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended by itself in the meantime
  }
}
