import type { Cycle } from './cycle.ts';
import type { TunnelBytes } from '../metrics/counters.ts';
import type { Delays } from '../metrics/event-loop-delay.ts';
import type { MetricsSnapshot } from '../metrics/worker-metrics.ts';

/** Counts the open connections of a worker's configurations by state. */
export function takeSnapshot(cycles: readonly Cycle[], delays: Delays | undefined): MetricsSnapshot {
  const states = { reading: 0, writing: 0, waiting: 0 };
  let handshaking = 0;
  for (const cycle of cycles) {
    handshaking += cycle.accepting.size;
    for (const { state } of cycle.connections) states[state]++;
  }
  return { ...states, handshaking, delays };
}

/** Sums up what the open tunnels of a worker's configurations have passed on. */
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
