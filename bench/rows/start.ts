import { createServer } from 'node:http';
import { once } from 'node:events';
import { cpuTime } from '../measure/cpu-time.ts';
import { freePorts } from '../peers/free-ports.ts';
import { answers } from '../peers/running-proxy.ts';
import type { Row } from './row.ts';

/** Often enough to see when it is up, and nothing of it reaches a proxy that does not listen yet. */
const PAUSE_MS = 1;

/** From the proxy's command to its first healthy answer: its health endpoint's, or its backend's through it where it has none. One request. */
export function start(): Row {
  return {
    name: 'start',
    figures: [
      { id: 'cpu-of-start', title: 'CPU from the command to the first healthy answer', unit: 'ms', digits: 0 },
      { id: 'time-of-start', title: 'Time from the command to the first healthy answer', unit: 'ms', digits: 0 },
    ],
    async measure({ proxy: { peer }, fresh }) {
      const ports = await freePorts();
      const backend = createServer((_, response) => response.end('ok')).listen(ports.backend, '127.0.0.1');
      try {
        await once(backend, 'listening');
        const isUp = answers(peer.healthPath === undefined ? ports.proxy : ports.health, peer.healthPath ?? '/');
        await using proxy = await fresh(peer, { ports, isUp, pauseMs: PAUSE_MS });
        const { ran } = cpuTime(proxy.pid);
        return { values: { 'cpu-of-start': ran * 1000, 'time-of-start': proxy.startedIn }, runs: [] };
      } finally {
        backend.closeAllConnections();
        backend.close();
      }
    },
  };
}
