import type { Machine } from '../measure/machine.ts';
import type { Failure, Sample } from '../rounds.ts';
import type { Amounts } from '../rows/row.ts';
import type { FigureSummary } from './statistics.ts';

/** What a run found, as it is kept in a JSON file. */
export interface Results {
  readonly date: string;
  readonly machine: Machine;
  readonly peers: readonly { readonly name: string; readonly version: string }[];
  /** What isn't here, what failed, what was disturbed. */
  readonly notes: readonly string[];
  readonly rounds: number;
  readonly amounts: Amounts;
  /** The peer that ratios are to. */
  readonly reference: string;
  readonly figures: readonly FigureSummary[];
  readonly samples: readonly Sample[];
  readonly failures: readonly Failure[];
}

/** The machine and the versions, in one line. */
export function describeRun({ date, machine, peers, rounds }: Results): string {
  const versions = peers.map(({ name, version }) => `${name} ${version}`).join(', ');
  const { cpu, cores, kernel, node } = machine;
  return `${date.slice(0, 10)}, ${cpu} with ${cores} cores, ${kernel}, Node ${node}; ${versions}; ${rounds} round${rounds === 1 ? '' : 's'}`;
}
