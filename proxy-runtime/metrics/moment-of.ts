import type { Cycle } from '../cycle.ts';
import type { TunnelBytes } from './counters.ts';
import type { Delays } from './event-loop-delay.ts';
import type { Moment } from './worker-metrics.ts';

/** Looks at the connections of a worker's configurations. */
export function momentOf(cycles: readonly Cycle[], delays: Delays | undefined): Moment {
  const states = { reading: 0, writing: 0, waiting: 0 };
  let handshaking = 0;
  for (const cycle of cycles) {
    handshaking += cycle.accepting.size;
    for (const { state } of cycle.connections) states[state]++;
  }
  return { ...states, handshaking, delays };
}

/** Looks at what their open tunnels have passed on. */
export function openTunnelBytes(cycles: readonly Cycle[]): TunnelBytes {
  let [toClients, toUpstreams] = [0, 0];
  for (const { tunnels } of cycles) {
    for (const { bytesToClient, bytesToUpstream } of tunnels) {
      toClients += bytesToClient;
      toUpstreams += bytesToUpstream;
    }
  }
  return { toClients, toUpstreams };
}
