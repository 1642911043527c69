import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pinned } from '../measure/cores.ts';
import { freePorts } from './free-ports.ts';
import type { Peer, Ports } from './peer.ts';

/** A peer that runs. `await using` ends it. */
export interface RunningProxy extends AsyncDisposable {
  readonly peer: Peer;
  readonly pid: number;
  readonly ports: Ports;
}

const START_SECONDS = 20;
const STOP_SECONDS = 10;

/** Starts a peer and waits until it takes connections. @throws Error with what it printed when it doesn't */
export async function startProxy(peer: Peer, folder: string): Promise<RunningProxy> {
  const ports = await freePorts();
  const own = mkdtempSync(join(folder, `${peer.name}-`));
  const [command, ...args] = pinned('proxy', peer.command(ports, own), peer.workers);
  const child = spawn(command, args, { cwd: own, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => void (output = `${output}${chunk.toString()}`.slice(-2000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => (output += error.message));
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
  while (!(await takesConnections(ports.proxy))) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      await delay(20);
      continue;
    }
    await stop();
    throw new Error(`${peer.name} does not start: ${output.trim()}`);
  }
  if (child.pid === undefined) throw new Error(`${peer.name} has no process`);
  return { peer, pid: child.pid, ports, [Symbol.asyncDispose]: stop };
}

async function takesConnections(port: number): Promise<boolean> {
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
