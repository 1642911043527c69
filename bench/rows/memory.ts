import { restingMemory } from '../measure/resident-memory.ts';
import { openIdleTunnels } from './memory-loads.ts';
import type { Amounts, Row } from './row.ts';

/** Tunnels that have carried one message and its echo, at a proxy that has done nothing else. */
export function memory({ idleTunnels }: Amounts): Row {
  const count = idleTunnels.toLocaleString('en');
  return {
    name: 'memory',
    figures: [
      { id: 'memory-at-rest', title: 'Resident memory with nothing open', unit: 'MB', digits: 1 },
      { id: 'memory-per-tunnel', title: `Resident memory per idle tunnel, ${count} open`, unit: 'kB', digits: 1 },
      { id: 'memory', title: `Resident memory with ${count} idle tunnels`, unit: 'MB', digits: 0 },
    ],
    async measure({ load: program, proxy: { peer }, fresh }) {
      await using proxy = await fresh(peer);
      const before = await restingMemory(proxy.pid);
      await using load = await openIdleTunnels(program, proxy.ports, idleTunnels);
      const after = await restingMemory(proxy.pid);
      // All of them have been open: each carries one more message
      await load.go();
      return {
        values: {
          'memory-at-rest': before / 1e6,
          'memory-per-tunnel': (after - before) / idleTunnels / 1000,
          memory: after / 1e6,
        },
        runs: [],
      };
    },
  };
}
