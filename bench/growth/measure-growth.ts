import { cpuOfLoad } from '../measure/cpu-of-load.ts';
import { tunnelsByWorker } from '../measure/tunnels-by-worker.ts';
import { startProxy, type RunningProxy } from '../peers/running-proxy.ts';
import type { Peer } from '../peers/peer.ts';
import { OPENINGS_IN_FLIGHT } from '../rows/row.ts';

/** What a proxy costs while so many tunnels are open. */
export interface GrowthSample {
  readonly peer: string;
  readonly round: number;
  readonly tunnels: number;
  /** CPU time per message and its echo, in microseconds. */
  readonly perMessage: number;
  /** CPU time per tunnel opened, used once and closed, in microseconds. */
  readonly perTunnel: number;
  /** The tunnels of each worker; empty where the proxy does not tell. */
  readonly byWorker: readonly number[];
}

export interface GrowthOptions {
  readonly load: string;
  readonly folder: string;
  readonly peers: readonly Peer[];
  readonly tunnels: readonly number[];
  readonly rounds: number;
  readonly warm: number;
  readonly seconds: number;
  /** Takes a line about what is done now. */
  readonly progress?: (line: string) => void;
}

/** The same for every number of tunnels, so that no other difference is measured: as many as the fewest tunnels. */
const IN_FLIGHT = 10;

/** Messages that go over all of so many tunnels in turn, and tunnels that are opened and closed while so many others are idle. */
export async function measureGrowth(options: GrowthOptions): Promise<GrowthSample[]> {
  const { folder, peers, rounds, tunnels, progress } = options;
  const samples: GrowthSample[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const peer of peers) {
      // Its memory and its code are those of a proxy that has just been started, in each round
      await using proxy = await startProxy(peer, folder);
      await warmUp(options, proxy);
      // Up in one round and down in the next, so that what changes with time isn't taken for growth
      for (const count of round % 2 === 1 ? tunnels : tunnels.toReversed()) {
        progress?.(`round ${round} of ${rounds}: ${peer.name} with ${count} tunnels`);
        samples.push({ peer: peer.name, round, tunnels: count, ...(await measureOne(options, proxy, count)) });
      }
    }
  }
  return samples;
}

/** What is compiled while it runs has to have run for a while, or later counts would seem to be cheaper. */
async function warmUp({ load, seconds }: GrowthOptions, proxy: RunningProxy): Promise<void> {
  await cpuOfLoad(load, proxy, { connections: 100, warm: 0, seconds: seconds * 2 });
  await cpuOfLoad(load, proxy, { connections: 0, churn: OPENINGS_IN_FLIGHT, warm: 0, seconds: seconds * 4 });
}

async function measureOne(
  { load, warm, seconds }: GrowthOptions,
  proxy: RunningProxy,
  connections: number,
): Promise<Pick<GrowthSample, 'perMessage' | 'perTunnel' | 'byWorker'>> {
  let byWorker: number[] = [];
  const messages = await cpuOfLoad(load, proxy, { connections, inFlight: IN_FLIGHT, warm, seconds }, async () => {
    byWorker = await tunnelsByWorker(proxy);
  });
  const opened = await cpuOfLoad(load, proxy, { connections, churn: OPENINGS_IN_FLIGHT, warm, seconds });
  return {
    perMessage: (messages.cpu / messages.operations) * 1e6,
    perTunnel: (opened.cpu / opened.operations) * 1e6,
    byWorker,
  };
}
