import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import type { Amounts, Row } from './row.ts';

/** Messages of 64 bytes that the backend returns, on 100 tunnels at once: the next is sent when the one before is back. */
export function echo({ seconds }: Amounts): Row {
  return {
    name: 'echo',
    figures: [
      { id: 'cpu-per-message', title: 'CPU per 64-byte message and its echo, 100 tunnels', unit: 'µs', digits: 1 },
      { id: 'p99-of-echo', title: '99th percentile of an echo at full load, 100 tunnels', unit: 'ms', digits: 2 },
    ],
    async measure({ load, proxy, warm }) {
      const run = await cpuOfLoad(load, proxy, { connections: 100, warm, seconds });
      return {
        values: { 'cpu-per-message': (run.cpu / run.operations) * 1e6, 'p99-of-echo': run.p99 / 1000 },
        runs: [run],
      };
    },
  };
}
