import { isFreePort } from '../../lib/local/backends/free-port.ts';
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
    if (await isFreePort(port)) return port;
  }
}
