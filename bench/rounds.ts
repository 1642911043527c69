import { startProxy, type RunningProxy, type StartOptions } from './peers/running-proxy.ts';
import type { Peer } from './peers/peer.ts';
import type { Measurement, Row } from './rows/row.ts';

/** One measurement of one peer in one round. */
export interface Sample extends Measurement {
  readonly round: number;
  readonly row: string;
  readonly peer: string;
}

/** A measurement that failed. */
export interface Failure {
  readonly round: number;
  readonly row: string;
  readonly peer: string;
  readonly reason: string;
}

export interface Rounds {
  readonly samples: readonly Sample[];
  readonly failures: readonly Failure[];
}

export interface RoundsOptions {
  readonly load: string;
  readonly folder: string;
  readonly peers: readonly Peer[];
  readonly rows: readonly Row[];
  readonly rounds: number;
  /** Seconds of load before each measurement. */
  readonly warm: number;
  /** Takes a line about what is done now. */
  readonly progress?: (line: string) => void;
}

/** What is compiled while it runs has to have run for a while. */
const FIRST_WARM = 4;

/**
 * Measures every row of every peer once in each round, the peers one right after the other, so that what else goes on on the machine hits
 * all of them alike. In the next round another one is the first.
 */
export async function measureRounds({
  load,
  folder,
  peers,
  rows,
  rounds,
  warm,
  progress,
}: RoundsOptions): Promise<Rounds> {
  const samples: Sample[] = [];
  const failures: Failure[] = [];
  await using running = new AsyncDisposableStack();
  const proxies: RunningProxy[] = [];
  for (const peer of peers) proxies.push(running.use(await startProxy(peer, folder)));
  const measure = async (round: number, row: Row, proxy: RunningProxy): Promise<void> => {
    if (proxy.peer.rows?.includes(row.name) === false) return;
    const of = { round, row: row.name, peer: proxy.peer.name };
    progress?.(`round ${round} of ${rounds}: ${of.row} of ${of.peer}`);
    try {
      const fresh = (peer: Peer, options?: StartOptions): Promise<RunningProxy> => startProxy(peer, folder, options);
      const subject = { load, proxy, fresh, warm: round === 1 ? warm * FIRST_WARM : warm };
      samples.push({ ...of, ...(await row.measure(subject)) });
    } catch (error) {
      failures.push({ ...of, reason: (error as Error).message });
    }
  };
  for (let round = 1; round <= rounds; round++) {
    for (const row of rows) {
      if (row.together !== true) {
        for (const proxy of rotate(proxies, round - 1)) await measure(round, row, proxy);
      } else if (round === 1) {
        await Promise.all(proxies.map((proxy) => measure(round, row, proxy)));
      }
    }
  }
  return { samples, failures };
}

/** The same in another order: the one at `by` is the first. */
export function rotate<T>(list: readonly T[], by: number): T[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
