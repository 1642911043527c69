import { describeMachine } from './measure/machine.ts';
import { measureGrowth, type GrowthOptions, type GrowthSample } from './growth/measure-growth.ts';
import { findNginx } from './peers/nginx.ts';
import { findDeployed, findOursWithWorkers } from './peers/ours.ts';
import type { Machine } from './measure/machine.ts';

/** How what our server costs grows with tunnels, as it is kept in a JSON file. */
export interface GrowthResults {
  readonly date: string;
  readonly machine: Machine;
  readonly notes: readonly string[];
  readonly rounds: number;
  readonly samples: readonly GrowthSample[];
}

/**
 * Measures our server as its image starts it, which on one core is one worker, and with two. And nginx, if it is there: the more sockets take
 * turns, the less of them is in a cache, and what that costs the kernel is nobody's own.
 */
export async function growth(options: Omit<GrowthOptions, 'peers'>): Promise<GrowthResults> {
  const date = new Date().toISOString();
  const candidates = [findNginx(), findDeployed(options.folder), findOursWithWorkers(2)];
  const peers = candidates.filter((peer) => typeof peer !== 'string');
  const missing = candidates.filter((peer) => typeof peer === 'string');
  const samples = await measureGrowth({ ...options, peers });
  return {
    date,
    machine: describeMachine(),
    notes: missing.map((reason) => `left out: ${reason}`),
    rounds: options.rounds,
    samples,
  };
}
