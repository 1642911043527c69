import { describeMachine } from './measure/machine.ts';
import type { FoundPeers } from './peers/index.ts';
import { makeNotes } from './report/notes.ts';
import type { Results } from './report/results.ts';
import { summarize } from './report/statistics.ts';
import { measureRounds, type RoundsOptions } from './rounds.ts';
import { chooseRows, type RowName } from './rows/index.ts';
import type { Amounts } from './rows/row.ts';

export interface CompareOptions extends Omit<RoundsOptions, 'peers' | 'rows' | 'warm'> {
  readonly found: FoundPeers;
  readonly rows: readonly RowName[];
  readonly amounts: Amounts;
}

/** Measures the peers side by side. */
export async function compare({ found, rows: names, amounts, ...options }: CompareOptions): Promise<Results> {
  const { peers, missing } = found;
  const rows = chooseRows(names, amounts);
  const date = new Date().toISOString();
  const { samples, failures } = await measureRounds({ ...options, peers, rows, warm: amounts.warm });
  const peerNames = peers.map(({ name }) => name);
  const reference = peerNames.find((name) => name === 'nginx') ?? peerNames[0] ?? '';
  return {
    date,
    machine: describeMachine(),
    peers: peers.map(({ name, version }) => ({ name, version })),
    notes: [...missing, ...makeNotes(samples, failures)],
    rounds: options.rounds,
    amounts,
    reference,
    figures: rows.flatMap(({ figures }) => figures.map((figure) => summarize(figure, samples, peerNames, reference))),
    samples,
    failures,
  };
}
