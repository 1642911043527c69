import type { Sample } from '../rounds.ts';
import type { Figure } from '../rows/row.ts';

/** The middle of several values, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A figure of one peer. */
export interface PeerFigure {
  readonly peer: string;
  readonly value: Spread;
  /** To the reference, each round by itself; undefined where no round has both. */
  readonly ratio: Spread | undefined;
}

/** A figure of all peers that have one. */
export interface FigureSummary extends Figure {
  readonly peers: readonly PeerFigure[];
}

/** @param peers - in the order of the report; the first of them that `reference` names is what the others are compared with */
export function summarize(
  figure: Figure,
  samples: readonly Sample[],
  peers: readonly string[],
  reference: string,
): FigureSummary {
  const byRound = (peer: string): Map<number, number> =>
    new Map(
      samples.flatMap(({ peer: of, round, values }) => {
        const value = values[figure.id];
        return of === peer && value !== undefined ? [[round, value]] : [];
      }),
    );
  const references = byRound(reference);
  return {
    ...figure,
    peers: peers.flatMap((peer) => {
      const values = byRound(peer);
      const value = spread([...values.values()]);
      if (value === undefined) return [];
      const ratios = [...values].flatMap(([round, each]) => {
        const to = references.get(round);
        return to === undefined ? [] : [each / to];
      });
      return [{ peer, value, ratio: spread(ratios) }];
    }),
  };
}

/** @returns undefined for no values */
export function spread(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  return { median: median(sorted), min, max };
}

function median(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}
