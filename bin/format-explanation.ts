import type { Explanation, Hop } from '../lib/plan/index.ts';
import { formatTable, wrap } from './table.ts';

/** An explanation of the proxy with this path. */
export interface ExplainedProxy extends Explanation {
  readonly proxy: string;
}

/** Options of how an explanation is printed. */
export interface ExplanationFormat {
  /** Columns; Infinity, for what is no terminal, wraps nothing. */
  readonly width: number;
  /** Without the hops. @default false */
  readonly brief?: boolean;
}

const HEADINGS = ['HOP', 'SETTING', 'VALUE', 'LIMIT', 'MEANING'];

/** In less than this, five columns are hard to read. */
const TABLE_WIDTH = 100;

/** Of each proxy who closes an idle WebSocket first, what to do about it, and then all hops. */
export function formatExplanation(proxies: readonly ExplainedProxy[], format: ExplanationFormat): string {
  const gap = format.brief === true ? '\n\n' : '\n\n\n';
  return proxies.map((proxy) => formatProxy(proxy, format)).join(gap);
}

function formatProxy({ proxy, hops, firstToClose, advice }: ExplainedProxy, format: ExplanationFormat): string {
  const { width, brief = false } = format;
  const conclusions = firstToClose.map(({ sentence }) => hanging('', sentence, width));
  const advices = advice.map(({ level, text }) => hanging(level === 'warning' ? 'warning: ' : '- ', text, width));
  const parts = [[proxy], conclusions, advices].filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  if (brief) return parts.join('\n');
  return [...parts, width < TABLE_WIDTH ? stackHops(hops, width) : tableOfHops(hops, width)].join('\n\n');
}

function tableOfHops(hops: readonly Hop[], width: number): string {
  const rows = hops.flatMap(({ hop, setting, value, limit, meaning }, index) => {
    const row = [setting, value, limit, meaning];
    return hops[index - 1]?.hop === hop ? [['', ...row]] : [[''], [hop, ...row]];
  });
  return formatTable([HEADINGS, ...rows], width);
}

/** The same one below the other. */
function stackHops(hops: readonly Hop[], width: number): string {
  return hops
    .flatMap(({ hop, setting, value, limit, meaning }, index) => [
      ...(hops[index - 1]?.hop === hop ? [] : [...(index === 0 ? [] : ['']), hanging('', hop, width)]),
      hanging('  ', `${setting}: ${value}`, width),
      ...(limit === 'none' ? [] : [hanging('    ', `limit: ${limit}`, width)]),
      hanging('    ', meaning, width),
    ])
    .join('\n');
}

/** Text whose lines after the first are indented as far as what stands before it. */
function hanging(before: string, text: string, width: number): string {
  const indent = before === '' ? '  ' : ' '.repeat(before.length);
  return wrap(text, width - indent.length)
    .map((line, index) => (index === 0 ? before : indent) + line)
    .join('\n');
}
