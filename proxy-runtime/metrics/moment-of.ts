import type { Cycle } from '../cycle.ts';
import type { Delays } from './event-loop-delay.ts';
import type { Moment } from './worker-metrics.ts';

/** Looks at the connections and tunnels of a worker's configurations. */
export function momentOf(cycles: readonly Cycle[], delays: Delays | undefined): Moment {
  const states = { reading: 0, writing: 0, waiting: 0 };
  let handshaking = 0;
  let bytesToClients = 0;
  let bytesToUpstreams = 0;
  for (const cycle of cycles) {
    handshaking += cycle.accepting.size;
    for (const { state } of cycle.connections) states[state]++;
    for (const tunnel of cycle.tunnels) {
      bytesToClients += tunnel.bytesToClient;
      bytesToUpstreams += tunnel.bytesToUpstream;
    }
  }
  return { ...states, handshaking, bytesToClients, bytesToUpstreams, delays };
}
