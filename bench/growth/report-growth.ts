import { spread, type Spread } from '../report/statistics.ts';
import { formatRatio } from '../report/table.ts';
import type { GrowthSample } from './measure-growth.ts';

/** Within this, costs don't grow with the number of tunnels. */
const FLAT = 0.15;

type Cost = 'perMessage' | 'perTunnel';

/** What a proxy costs with so many tunnels. */
interface GrowthRow {
  readonly tunnels: number;
  readonly perMessage: GrowthCost;
  readonly perTunnel: GrowthCost;
  /** How many times the mean the fullest worker had of the tunnels, in the worst round. */
  readonly imbalance: number;
}

interface GrowthCost {
  readonly value: Spread;
  /** To the cost with the fewest tunnels, each round by itself. */
  readonly ratio: Spread;
}

/** The medians as text: a line for each peer and number of tunnels. */
export function formatGrowth(samples: readonly GrowthSample[]): string {
  const peers = [...new Set(samples.map(({ peer }) => peer))];
  return peers.map((peer) => formatPeer(peer, samples)).join('\n\n');
}

function formatPeer(peer: string, all: readonly GrowthSample[]): string {
  const samples = all.filter((sample) => sample.peer === peer);
  const rows = summarizeGrowth(samples);
  const hasWorkers = samples.some(({ byWorker }) => byWorker.length > 1);
  const lines = rows.map(({ tunnels, perMessage, perTunnel, imbalance }, index) =>
    [
      tunnels.toLocaleString('en').padStart(7),
      perMessage.value.median.toFixed(1).padStart(14),
      (index === 0 ? '' : formatRatio(perMessage.ratio)).padEnd(18),
      perTunnel.value.median.toFixed(0).padStart(13),
      (index === 0 ? '' : formatRatio(perTunnel.ratio)).padEnd(18),
      ...(hasWorkers ? [`${imbalance.toFixed(2)}×`] : []),
    ]
      .join('  ')
      .trimEnd(),
  );
  const title = [
    ...['tunnels', 'µs per message'.padEnd(34), 'µs per tunnel'.padEnd(33)],
    ...(hasWorkers ? ['fullest worker to mean'] : []),
  ];
  const verdicts = `${verdict('message', 'perMessage', rows)}; ${verdict('tunnel', 'perTunnel', rows)}`;
  return [peer, title.join('  ').trimEnd(), ...lines, verdicts].join('\n');
}

function summarizeGrowth(samples: readonly GrowthSample[]): GrowthRow[] {
  const counts = [...new Set(samples.map(({ tunnels }) => tunnels))].toSorted((a, b) => a - b);
  return counts.map((tunnels) => {
    const own = samples.filter((sample) => sample.tunnels === tunnels);
    const fewest = samples.filter((sample) => sample.tunnels === counts[0]);
    return {
      tunnels,
      perMessage: costOf('perMessage', own, fewest),
      perTunnel: costOf('perTunnel', own, fewest),
      imbalance: Math.max(...own.map(({ byWorker }) => imbalance(byWorker))),
    };
  });
}

function costOf(cost: Cost, own: readonly GrowthSample[], fewest: readonly GrowthSample[]): GrowthCost {
  const ratios = own.map((sample) => {
    const base = fewest.find(({ round }) => round === sample.round);
    return base === undefined ? NaN : sample[cost] / base[cost];
  });
  return { value: knownSpread(own.map((sample) => sample[cost])), ratio: knownSpread(ratios) };
}

function knownSpread(values: readonly number[]): Spread {
  return spread(values) ?? { median: NaN, min: NaN, max: NaN };
}

/** How many times the mean the largest value is. */
export function imbalance(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  return total === 0 ? 1 : (Math.max(...values) * values.length) / total;
}

function verdict(what: string, cost: Cost, rows: readonly GrowthRow[]): string {
  const grown = Math.max(...rows.map((row) => row[cost].ratio.median)) - 1;
  return `cost per ${what}: ${grown <= FLAT ? 'flat within 15 %' : `grows by up to ${Math.round(grown * 100)} %`}`;
}
