import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import type { Amounts, Row } from './row.ts';

/** GET requests on 100 connections that are kept, with bodies of 64 bytes; connections to the backend are kept, too. */
export function get({ seconds }: Amounts): Row {
  return {
    name: 'get',
    figures: [{ id: 'cpu-per-get', title: 'CPU per GET on kept connections', unit: 'µs', digits: 1 }],
    async measure({ load, proxy, warm }) {
      const run = await cpuOfLoad(load, proxy, { get: true, connections: 100, warm, seconds });
      return { values: { 'cpu-per-get': (run.cpu / run.operations) * 1e6 }, runs: [run] };
    },
  };
}
