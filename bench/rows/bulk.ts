import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import type { Amounts, Row } from './row.ts';

const FRAMES = 64;
const LARGE = `${FRAMES}x65536`;
const SMALL = '1x64';
const MB_PER_OPERATION = (FRAMES * 65_536) / 1e6;

/** Messages of 64 KiB on 8 tunnels, each with one write: to the backend, and then from it. */
export function bulk({ seconds }: Amounts): Row {
  return {
    name: 'bulk',
    figures: [
      { id: 'cpu-per-mb-up', title: 'CPU per MB to the backend, in writes of 64 KiB', unit: 'µs', digits: 0 },
      { id: 'cpu-per-mb-down', title: 'CPU per MB from the backend, in writes of 64 KiB', unit: 'µs', digits: 0 },
    ],
    async measure({ load, proxy, warm }) {
      const both = { connections: 8, warm: warm / 2, seconds: seconds / 2 };
      const up = await cpuOfLoad(load, proxy, { ...both, up: LARGE, down: SMALL });
      const down = await cpuOfLoad(load, proxy, { ...both, up: SMALL, down: LARGE });
      const perMb = (run: typeof up): number => (run.cpu / run.operations / MB_PER_OPERATION) * 1e6;
      return { values: { 'cpu-per-mb-up': perMb(up), 'cpu-per-mb-down': perMb(down) }, runs: [up, down] };
    },
  };
}
