import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { describeSystemError } from './system-error.ts';

/** In the environment of the process that a start in the background leaves behind. */
const MARK = { WSPROXY_DAEMON: '1' };

type Message = { readonly console: string } | { readonly listening: true };

/** The side of the background process. */
export interface Daemon {
  /** Shows a text to whoever started it. */
  readonly console: (text: string) => void;
  /** Lets the process that started it end. */
  readonly listening: () => void;
}

/** Whether this is the background process; it is asked once, since its own children are not to take themselves for it. */
export function takeDaemon(): Daemon | undefined {
  const { WSPROXY_DAEMON: mark } = process.env;
  delete process.env['WSPROXY_DAEMON'];
  if (mark === undefined || process.send === undefined) return undefined;
  const channel: NonNullable<typeof process.send> = process.send.bind(process);
  const send = (message: Message, sent: () => void): void => {
    // The starting process may have been killed
    if (process.connected) channel(message, undefined, undefined, sent);
  };
  return {
    console: (text) => {
      send({ console: text }, ignore);
    },
    listening: () => {
      send({ listening: true }, disconnect);
    },
  };
}

function ignore(): void {
  // Nobody is left to tell
}

function disconnect(): void {
  if (process.connected) process.disconnect?.();
}

export interface StartDaemonOptions {
  /** Node's arguments: the script's, and before them Node's own. */
  readonly args: readonly string[];
  /** Takes what Node itself may have to say. @default - this process's standard error */
  readonly errorLog: string | undefined;
  /** Takes what the process says until it listens. */
  readonly console: (text: string) => void;
}

/**
 * Starts this program again, in a session of its own, and waits until it listens.
 *
 * @returns the exit code of the process that starts: 0, or what the other ended with
 * @throws Error for an `errorLog` that can't be opened
 */
export async function startDaemon({ args, errorLog, console }: StartDaemonOptions): Promise<number> {
  const stderr = errorLog === undefined ? 'inherit' : openLog(errorLog);
  const child = spawn(process.execPath, args, {
    detached: true,
    env: { ...process.env, ...MARK },
    stdio: ['ignore', 'ignore', stderr, 'ipc'],
  });
  if (stderr !== 'inherit') closeSync(stderr);
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    // Not at `exit`, after which what it has said may still be on the way
    child.on('disconnect', () => (child.exitCode === null ? child.once('exit', end) : end(child.exitCode)));
    const end = (code: number | null): void => resolve(code ?? 1);
    child.on('message', (message: Message) => {
      if ('console' in message) {
        console(message.console);
        return;
      }
      child.removeAllListeners();
      child.disconnect();
      child.unref();
      resolve(0);
    });
  });
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw new Error(describeSystemError(`open() "${path}"`, error), { cause: error });
  }
}
