import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import { OPENINGS_IN_FLIGHT, type Amounts, type Row } from './row.ts';

/** The same tunnels as `open`, at a proxy that has done nothing before: what a task costs that has just been added, with all that it has to compile. */
export function cold({ cold: seconds }: Amounts): Row {
  const title = `CPU per tunnel opened, used once and closed in the first ${seconds} s of a process, ${OPENINGS_IN_FLIGHT} at a time`;
  return {
    name: 'cold',
    figures: [{ id: 'cpu-per-tunnel-cold', title, unit: 'µs', digits: 0 }],
    async measure({ load, proxy: { peer }, fresh }) {
      await using proxy = await fresh(peer);
      const run = await cpuOfLoad(load, proxy, { connections: 0, churn: OPENINGS_IN_FLIGHT, warm: 0, seconds });
      return { values: { 'cpu-per-tunnel-cold': (run.cpu / run.operations) * 1e6 }, runs: [run] };
    },
  };
}
