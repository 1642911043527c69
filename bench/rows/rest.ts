import { setTimeout as delay } from 'node:timers/promises';
import { residentMemory, restingMemory } from '../measure/resident-memory.ts';
import { openAndClose, openIdleTunnels } from './memory-loads.ts';
import type { Amounts, Row } from './row.ts';

/** The proxies of `memory` and of `storm` when they have been left alone for so long that they have given back what they give back by themselves. */
export function rest({ idleTunnels, storm, rest: seconds }: Amounts): Row {
  const [idle, openings] = [idleTunnels, storm].map((count) => count.toLocaleString('en'));
  const after = `after ${seconds} s at rest`;
  let loaded: Promise<void> = Promise.resolve();
  return {
    name: 'rest',
    figures: [
      {
        id: 'memory-per-resting-tunnel',
        title: `Resident memory per idle tunnel, ${idle} open, ${after}`,
        unit: 'kB',
        digits: 1,
      },
      {
        id: 'memory-with-resting-tunnels',
        title: `Resident memory with ${idle} idle tunnels, ${after}`,
        unit: 'MB',
        digits: 0,
      },
      {
        id: 'memory-long-after-storm',
        title: `Resident memory when ${openings} tunnels were opened and closed, ${after}`,
        unit: 'MB',
        digits: 1,
      },
    ],
    together: true,
    async measure({ load: program, proxy: { peer }, fresh }) {
      // All proxies have the same core, and all loads: only one of them is loaded at a time, and then they rest together
      const theirs = loaded;
      let release = (): void => undefined;
      loaded = new Promise((resolve) => (release = resolve));
      await theirs;
      await using stack = new AsyncDisposableStack();
      try {
        const stormed = stack.use(await fresh(peer));
        await openAndClose(program, stormed.ports, storm);
        const idling = stack.use(await fresh(peer));
        const before = await restingMemory(idling.pid);
        const tunnels = stack.use(await openIdleTunnels(program, idling.ports, idleTunnels));
        release();
        await delay(seconds * 1000);
        const [withTunnels, afterStorm] = [idling, stormed].map(({ pid }) => residentMemory(pid)) as [number, number];
        // All of them are still open: each carries one more message
        await tunnels.go();
        return {
          values: {
            'memory-per-resting-tunnel': (withTunnels - before) / idleTunnels / 1000,
            'memory-with-resting-tunnels': withTunnels / 1e6,
            'memory-long-after-storm': afterStorm / 1e6,
          },
          runs: [],
        };
      } finally {
        // After a failure
        release();
      }
    },
  };
}
