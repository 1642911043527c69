import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import type { Amounts, Row } from './row.ts';

/** Tunnels that are opened, carry one message and its echo, and are closed by the client; 50 at a time, with a load balancer's headers. */
export function open({ seconds }: Amounts): Row {
  return {
    name: 'open',
    figures: [{ id: 'cpu-per-tunnel', title: 'CPU per tunnel opened, used once and closed', unit: 'µs', digits: 0 }],
    async measure({ load, proxy, warm }) {
      const run = await cpuOfLoad(load, proxy, { connections: 0, churn: 50, warm, seconds });
      return { values: { 'cpu-per-tunnel': (run.cpu / run.operations) * 1e6 }, runs: [run] };
    },
  };
}
