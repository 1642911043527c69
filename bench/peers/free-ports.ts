import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Ports } from './peer.ts';

// Below the ports that the system gives to outgoing connections, as the backend's is free between two measurements
const FIRST = 12_000;
const LAST = 30_000;

/** Ports that nobody listens on. */
export async function freePorts(): Promise<Ports> {
  return { proxy: await freePort(), backend: await freePort(), health: await freePort() };
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
