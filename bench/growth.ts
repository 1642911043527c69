import { describeMachine } from './measure/machine.ts';
import { measureGrowth, type GrowthOptions, type GrowthSample } from './growth/measure-growth.ts';
import { findOurs, findOursWithWorkers } from './peers/ours.ts';
import type { Machine } from './measure/machine.ts';

/** How what our server costs grows with tunnels, as it is kept in a JSON file. */
export interface GrowthResults {
  readonly date: string;
  readonly machine: Machine;
  readonly notes: readonly string[];
  readonly rounds: number;
  readonly samples: readonly GrowthSample[];
}

/** Measures our server as its image starts it, and with one worker and two. */
export async function growth(options: Omit<GrowthOptions, 'peers'>): Promise<GrowthResults> {
  const date = new Date().toISOString();
  const withWorkers = [1, 2].map(findOursWithWorkers);
  const missing = withWorkers.filter((peer) => typeof peer === 'string').slice(0, 1);
  const peers = [findOurs(options.folder), ...withWorkers.filter((peer) => typeof peer !== 'string')];
  const samples = await measureGrowth({ ...options, peers });
  return {
    date,
    machine: describeMachine(),
    notes: missing.map((reason) => `ours with workers is left out: ${reason}`),
    rounds: options.rounds,
    samples,
  };
}
