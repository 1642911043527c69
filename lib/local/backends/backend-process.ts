import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../input-error.ts';
import { prefixed, type SessionLog } from '../logs/session-log.ts';
import type { BackendCommand } from '../program/project-file.ts';
import { isRunning, signalGroup, startCommand } from '../child-process.ts';
import { findFreePort } from './free-port.ts';

/** How long a command may take until it accepts connections. */
const START_TIMEOUT_MS = 30_000;
/** How often a command's port is tried until it accepts connections. */
const PROBE_INTERVAL_MS = 50;
/** How long what a command wrote may take to come here, after its end. */
const LAST_WORDS_MS = 500;
/** How long a command has between SIGTERM and SIGKILL. */
const STOP_TIMEOUT_MS = 5_000;
/** How long a command that ended by itself stays away, at first and at most. */
const RESTART_DELAY_MS = { first: 500, longest: 10_000 };

/** A backend that runs here as a command: with a free port in PORT, and started again when it ends by itself. */
export class BackendProcess {
  readonly url: URL;
  readonly #start: () => ChildProcess;
  readonly #log: SessionLog;
  readonly #stopping = new AbortController();
  #child: ChildProcess;

  private constructor(start: () => ChildProcess, child: ChildProcess, url: URL, log: SessionLog) {
    this.#start = start;
    this.#child = child;
    this.url = url;
    this.#log = log;
    void this.#keepRunning();
  }

  /**
   * Starts the command and waits until it accepts connections.
   *
   * @param signal - ends the wait
   * @throws {@link InputError} when it ends before that, or takes more than 30 s
   */
  static async start(
    name: string,
    { command, directory }: BackendCommand,
    log: SessionLog,
    signal: AbortSignal,
  ): Promise<BackendProcess> {
    const port = await findFreePort();
    const own = prefixed(log, name);
    const environment = { PORT: String(port), HOST: '127.0.0.1' };
    let takenPort: string | undefined;
    const start = (): ChildProcess => {
      const child = startCommand(command, directory, environment, ['ignore', 'pipe', 'pipe']);
      if (child.stdout) createInterface(child.stdout).on('line', own.info);
      if (child.stderr) {
        createInterface(child.stderr).on('line', (line) => {
          takenPort = /EADDRINUSE.*?:(\d+)\b/.exec(line)?.[1] ?? takenPort;
          own.error(line);
        });
      }
      return child;
    };
    const child = start();
    const what = `backend ${name} (${command})`;
    const ended = once(child, 'exit').then(async ([code, signal]: (number | string | null)[]) => {
      // Its last words may still be on their way
      await Promise.race([once(child, 'close'), sleep(LAST_WORDS_MS)]);
      if (takenPort !== undefined && takenPort !== String(port)) {
        throw new InputError(
          `${what} wants port ${takenPort}, which is taken; have it listen on the port in the environment's PORT`,
        );
      }
      throw new InputError(
        `${what} ended at once with ${String(code ?? signal)}; it must listen on the port in the environment's PORT`,
      );
    });
    const waiting = new AbortController();
    try {
      const host = await Promise.race([waitForPort(port, AbortSignal.any([waiting.signal, signal])), ended]);
      signal.throwIfAborted();
      if (host === undefined) {
        throw new InputError(
          `${what} accepts no connections on port ${port}, the environment's PORT, after ${START_TIMEOUT_MS / 1000} s`,
        );
      }
      return new BackendProcess(start, child, new URL(`http://${host}:${port}`), own);
    } catch (error) {
      signalGroup(child, 'SIGKILL');
      throw error;
    } finally {
      waiting.abort();
      ended.catch(() => undefined);
    }
  }

  /** Ends the command: SIGTERM, and SIGKILL if it takes longer than 5 s. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (!isRunning(child)) return;
    // Not 'exit': that is the shell's end only
    const ended = once(child, 'close');
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
    }, STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }

  /** Ends the command at once. */
  kill(): void {
    this.#stopping.abort();
    signalGroup(this.#child, 'SIGKILL');
  }

  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping;
    let delay = RESTART_DELAY_MS.first;
    try {
      for (;;) {
        const child = this.#child;
        const startedAt = Date.now();
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit', { signal });
        if (Date.now() - startedAt > RESTART_DELAY_MS.longest) delay = RESTART_DELAY_MS.first;
        const how = String(child.exitCode ?? child.signalCode);
        this.#log.error(`ended with ${how}; starting it again in ${delay / 1000} s`);
        await sleep(delay, undefined, { signal });
        delay = Math.min(delay * 2, RESTART_DELAY_MS.longest);
        this.#child = this.#start();
      }
    } catch (error) {
      if (!signal.aborted) this.#log.error(`can't be started again: ${(error as Error).message}`);
    }
  }
}

/** The address something listens on at `port`: servers that listen on `localhost` may have either. Undefined when nothing does in time. */
async function waitForPort(port: number, signal: AbortSignal): Promise<string | undefined> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!signal.aborted && Date.now() < deadline) {
    if (await accepts('127.0.0.1', port)) return '127.0.0.1';
    if (await accepts('::1', port)) return '[::1]';
    await sleep(PROBE_INTERVAL_MS);
  }
  return undefined;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => {
      finish(true);
    });
    socket.once('error', () => {
      finish(false);
    });
  });
}
