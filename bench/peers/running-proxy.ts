import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pinned } from '../measure/cores.ts';
import { freePorts } from './free-ports.ts';
import type { Peer, Ports } from './peer.ts';
import { openStandardOutput } from './standard-output.ts';

/** A peer that runs. `await using` ends it. */
export interface RunningProxy extends AsyncDisposable {
  readonly peer: Peer;
  readonly pid: number;
  readonly ports: Ports;
  /** Milliseconds from its command to when it was up. */
  readonly startedIn: number;
}

/** How a peer is started. */
export interface StartOptions {
  /** @default - free ones */
  readonly ports?: Ports;
  /** Whether it is up; asked again and again until it says so. @default - it takes connections */
  readonly isUp?: () => Promise<boolean>;
  /** Milliseconds between two such questions. @default 20 */
  readonly pauseMs?: number;
}

const START_SECONDS = 20;
const STOP_SECONDS = 10;

/** Starts a peer and waits until it is up. @throws Error with what it printed when it isn't */
export async function startProxy(peer: Peer, folder: string, options: StartOptions = {}): Promise<RunningProxy> {
  const ports = options.ports ?? (await freePorts());
  const { isUp = () => takesConnections(ports.proxy), pauseMs = 20 } = options;
  const own = mkdtempSync(join(folder, `${peer.name}-`));
  const [command, ...args] = pinned('proxy', peer.command(ports, own), peer.workers);
  const output = openStandardOutput(own);
  const startedAt = performance.now();
  const child = spawn(command, args, { cwd: own, stdio: ['ignore', output.fd, 'pipe'] });
  closeSync(output.fd);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2000)));
  child.on('error', (error) => (errors += error.message));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close').finally(() => process.off('exit', kill));

  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, STOP_SECONDS * 1000);
    await ended;
    clearTimeout(timer);
  };
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await isUp())) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      await delay(pauseMs);
      continue;
    }
    await stop();
    throw new Error(`${peer.name} does not start: ${`${await output.printed}${errors}`.trim()}`);
  }
  const startedIn = performance.now() - startedAt;
  if (child.pid === undefined) throw new Error(`${peer.name} has no process`);
  return { peer, pid: child.pid, ports, startedIn, [Symbol.asyncDispose]: stop };
}

/** Whether something on this machine accepts connections at a port. */
export async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** @returns what asks whether a GET on this machine is answered with 200 */
export function answers(port: number, path: string): () => Promise<boolean> {
  return async () => {
    try {
      const [response] = (await once(get({ host: '127.0.0.1', port, path, agent: false }), 'response')) as [
        IncomingMessage,
      ];
      await once(response.resume(), 'end');
      return response.statusCode === 200;
    } catch {
      return false;
    }
  };
}
