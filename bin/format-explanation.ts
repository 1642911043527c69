import type { Explanation } from '../lib/plan/index.ts';
import { formatTable } from './table.ts';

/** An explanation of the proxy with this path. */
export interface ExplainedProxy extends Explanation {
  readonly proxy: string;
}

const HEADINGS = ['HOP', 'SETTING', 'VALUE', 'LIMIT', 'MEANING'];

/** Tables of hops, each with who closes an idle socket first and what to do about it. */
export function formatExplanation(proxies: readonly ExplainedProxy[], width: number): string {
  return proxies.map((proxy) => formatProxy(proxy, width)).join('\n\n\n');
}

function formatProxy({ proxy, hops, firstToClose, advice }: ExplainedProxy, width: number): string {
  const rows = hops.flatMap(({ hop, setting, value, limit, meaning }, index) => {
    const row = [setting, value, limit, meaning];
    return hops[index - 1]?.hop === hop ? [['', ...row]] : [[''], [hop, ...row]];
  });
  const outcomes = firstToClose.map(({ sentence }) => sentence);
  const advices = advice.map(({ level, text }) => (level === 'warning' ? `warning: ${text}` : `- ${text}`));
  return [proxy, '', formatTable([HEADINGS, ...rows], width), '', ...outcomes, '', ...advices].join('\n').trimEnd();
}
