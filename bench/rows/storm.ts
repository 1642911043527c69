import { restingMemory } from '../measure/resident-memory.ts';
import { openAndClose } from './memory-loads.ts';
import { OPENINGS_IN_FLIGHT, type Amounts, type Row } from './row.ts';

/** Tunnels that are opened, used once and closed one after the other, at a proxy that has done nothing before: what stays of them when all are closed. */
export function storm({ storm: openings }: Amounts): Row {
  const count = openings.toLocaleString('en');
  const title = `Resident memory when ${count} tunnels were opened and closed, ${OPENINGS_IN_FLIGHT} at a time`;
  return {
    name: 'storm',
    figures: [{ id: 'memory-after-storm', title, unit: 'MB', digits: 1 }],
    async measure({ load: program, proxy: { peer }, fresh }) {
      await using proxy = await fresh(peer);
      await openAndClose(program, proxy.ports, openings);
      return { values: { 'memory-after-storm': (await restingMemory(proxy.pid)) / 1e6 }, runs: [] };
    },
  };
}
