import type { Failure, Sample } from '../rounds.ts';

/** A proxy that has less of its core than this wasn't at full load, and one that waits longer was disturbed. */
const FULL_LOAD = 0.85;
const DISTURBED = 0.1;

/** What a reader has to know about the figures: what is missing, what was disturbed. */
export function makeNotes(samples: readonly Sample[], failures: readonly Failure[]): string[] {
  const rows = [...new Set(samples.map(({ row }) => row))];
  return [
    ...failures.map(({ round, row, peer, reason }) => `round ${round}: ${row} of ${peer} failed: ${reason}`),
    ...rows.flatMap((row) => noteOfRow(row, samples)),
  ];
}

function noteOfRow(row: string, samples: readonly Sample[]): string[] {
  const peers = [...new Set(samples.map(({ peer }) => peer))];
  const shares = peers.flatMap((peer) => {
    const runs = samples.filter((sample) => sample.row === row && sample.peer === peer).flatMap(({ runs }) => runs);
    const seconds = sum(runs.map((run) => run.seconds));
    if (seconds === 0) return [];
    const waited = sum(runs.map((run) => run.waited)) / seconds;
    return [{ peer, waited, busy: sum(runs.map((run) => run.cpu)) / seconds + waited }];
  });
  const disturbed = shares.filter(({ waited }) => waited > DISTURBED);
  const idle = shares.filter(({ busy }) => busy < FULL_LOAD);
  return [
    ...note(
      disturbed,
      (each) => `${each.peer} ${percent(each.waited)}`,
      `${row}: time in which others used the proxy's core`,
    ),
    ...note(
      idle,
      (each) => `${each.peer} ${percent(each.busy)}`,
      `${row}: not at full load, the load generator was the slower one`,
    ),
  ];
}

function note<T>(list: readonly T[], describe: (item: T) => string, title: string): string[] {
  return list.length === 0 ? [] : [`${title}: ${list.map(describe).join(', ')}`];
}

function percent(share: number): string {
  return `${(share * 100).toFixed()} %`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
