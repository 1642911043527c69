import type { FigureSummary, PeerFigure, Spread } from './statistics.ts';

/** The figures as text: a line for each figure and peer. */
export function formatFigures(figures: readonly FigureSummary[], reference: string): string {
  const width = Math.max(0, ...figures.flatMap(({ peers }) => peers.map(({ peer }) => peer.length)));
  return figures.map((figure) => formatFigure(figure, reference, width)).join('\n\n');
}

function formatFigure({ title, unit, digits, peers }: FigureSummary, reference: string, width: number): string {
  const values = peers.map(({ value }) => value.median.toFixed(digits));
  const valueWidth = Math.max(0, ...values.map(({ length }) => length));
  const lines = peers.map((peer, index) =>
    `  ${peer.peer.padEnd(width)}  ${values[index]?.padStart(valueWidth) ?? ''}  ${comparison(peer, reference)}`.trimEnd(),
  );
  return [`${title}, ${unit}`, ...lines].join('\n');
}

function comparison({ peer, ratio }: PeerFigure, reference: string): string {
  if (peer === reference || ratio === undefined) return '';
  return formatRatio(ratio);
}

/** A ratio and its spread: `1.31× (1.25–1.40)`. */
export function formatRatio({ median, min, max }: Spread): string {
  return `${median.toFixed(2)}× (${min.toFixed(2)}–${max.toFixed(2)})`;
}
