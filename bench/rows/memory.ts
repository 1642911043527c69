import { setTimeout as delay } from 'node:timers/promises';
import { LoadRun } from '../load/load-run.ts';
import { residentMemory } from '../measure/resident-memory.ts';
import type { Amounts, Row } from './row.ts';

/** Memory that is given back is given back soon. */
const REST = 500;

/** Tunnels that have carried one message and its echo, at a proxy that has done nothing else. */
export function memory({ idleTunnels }: Amounts): Row {
  const count = idleTunnels.toLocaleString('en');
  return {
    name: 'memory',
    figures: [
      { id: 'memory-per-tunnel', title: `Resident memory per idle tunnel, ${count} open`, unit: 'kB', digits: 1 },
      { id: 'memory', title: `Resident memory with ${count} idle tunnels`, unit: 'MB', digits: 0 },
    ],
    async measure({ load: program, proxy: { peer }, fresh }) {
      await using proxy = await fresh(peer);
      const before = residentMemory(proxy.pid);
      await using load = new LoadRun(program, proxy.ports, {
        connections: idleTunnels,
        inFlight: 50,
        warm: 0,
        seconds: 0,
      });
      await load.ready();
      await delay(REST);
      const after = residentMemory(proxy.pid);
      // All of them have been open: each carries one more message
      await load.go();
      return {
        values: { 'memory-per-tunnel': (after - before) / idleTunnels / 1000, memory: after / 1e6 },
        runs: [],
      };
    },
  };
}
