import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import { OPENINGS_IN_FLIGHT, type Amounts, type Row } from './row.ts';

/** Tunnels that are opened, carry one message and its echo, and are closed by the client, at a proxy that is warm; with a load balancer's headers. */
export function open({ seconds }: Amounts): Row {
  return {
    name: 'open',
    figures: [
      {
        id: 'cpu-per-tunnel',
        title: `CPU per tunnel opened, used once and closed, ${OPENINGS_IN_FLIGHT} at a time`,
        unit: 'µs',
        digits: 0,
      },
    ],
    async measure({ load, proxy, warm }) {
      const run = await cpuOfLoad(load, proxy, { connections: 0, churn: OPENINGS_IN_FLIGHT, warm, seconds });
      return { values: { 'cpu-per-tunnel': (run.cpu / run.operations) * 1e6 }, runs: [run] };
    },
  };
}
