import type { FigureSummary, PeerFigure } from './statistics.ts';
import { formatRatio } from './table.ts';

const WIDTH = 760;
const LEFT = 130;
const RIGHT = 250;
const BAR = 16;
const GAP = 6;
const TITLE = 34;

// The chart brings its own ground, as it may be shown on a page that is dark where the system is light
const STYLE = `
  .ground { fill: #ffffff } text { fill: #1f2328; font: 12px system-ui, sans-serif } .title { font-weight: 600 }
  .note { fill: #59636e } .bar { fill: #8c959f } .ours { fill: #0969da } .spread, .one { stroke: #1f2328 }
  text { paint-order: stroke; stroke: #ffffff; stroke-width: 3px } .one { stroke-dasharray: 3 3; opacity: 0.5 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #e6edf3; stroke: #0d1117 } .note { fill: #9198a1 } .bar { fill: #656c76 }
    .ours { fill: #4493f8 } .spread, .one { stroke: #e6edf3 }
  }`;

/** The figures as bars, as an SVG: a bar is the median of what a peer needs, as a multiple of what the reference needs. */
export function drawChart(figures: readonly FigureSummary[], reference: string, caption: string): string {
  const parts: string[] = [];
  let y = 24;
  for (const figure of figures) {
    parts.push(text(16, y, figure.title, 'title'));
    y += TITLE - 20;
    parts.push(drawFigure(figure, reference, y));
    y += figure.peers.length * (BAR + GAP) + TITLE - 6;
  }
  const lines = wrap(`Less is better; the line is the range of the rounds. ${caption}`, 110);
  for (const line of lines) {
    parts.push(text(16, y, line, 'note'));
    y += 16;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Costs of proxies compared with ${escape(reference)}">
<style>${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${y}" rx="6"/>
${parts.join('\n')}
</svg>
`;
}

/** Where a ratio is on the horizontal axis. */
type Scale = (ratio: number) => number;

function drawFigure(figure: FigureSummary, reference: string, top: number): string {
  const { peers } = figure;
  const x = scaleOf(peers);
  const middle = (index: number): number => top + index * (BAR + GAP) + BAR / 2;
  const bottom = middle(peers.length - 1) + BAR / 2;
  return [
    ...peers.map((peer, index) => drawBar(peer, middle(index), x)),
    `<line class="one" x1="${at(x(1))}" x2="${at(x(1))}" y1="${top - 3}" y2="${bottom + 3}"/>`,
    ...peers.map((peer, index) => drawLabels(peer, labelOf(peer, figure, reference), middle(index) + 4, x)),
  ].join('\n');
}

function scaleOf(peers: readonly PeerFigure[]): Scale {
  // One disturbed round would leave no room for the bars
  const longest = Math.max(1, ...peers.map(({ ratio }) => Math.min(ratio?.max ?? 0, (ratio?.median ?? 0) * 2)));
  return (ratio) => LEFT + Math.min(1, ratio / longest) * (WIDTH - LEFT - RIGHT);
}

function drawBar({ peer, ratio }: PeerFigure, middle: number, x: Scale): string {
  if (ratio === undefined) return '';
  const kind = peer.startsWith('ours') ? 'bar ours' : 'bar';
  const width = at(x(ratio.median) - LEFT);
  return [
    `<rect class="${kind}" x="${LEFT}" y="${middle - BAR / 2}" width="${width}" height="${BAR}" rx="2"/>`,
    `<line class="spread" x1="${at(x(ratio.min))}" x2="${at(x(ratio.max))}" y1="${middle}" y2="${middle}"/>`,
  ].join('\n');
}

function drawLabels({ peer, ratio }: PeerFigure, label: string, baseline: number, x: Scale): string {
  return [text(LEFT - 8, baseline, peer, 'name', 'end'), text(x(ratio?.max ?? 0) + 8, baseline, label)].join('\n');
}

function labelOf({ peer, value, ratio }: PeerFigure, { digits, unit }: FigureSummary, reference: string): string {
  const amount = `${value.median.toFixed(digits)} ${unit}`;
  return ratio === undefined || peer === reference ? amount : `${amount}, ${formatRatio(ratio)}`;
}

function text(x: number, y: number, content: string, kind = 'label', anchor = 'start'): string {
  return `<text class="${kind}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function at(position: number): string {
  return String(Math.round(position * 10) / 10);
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function wrap(content: string, width: number): string[] {
  const lines = [''];
  for (const word of content.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
