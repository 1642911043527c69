import { explainAdvice } from './advice.ts';
import { explainHops } from './hops.ts';
import { explainIdle } from './idle.ts';
import type { ExplainedProxy, Explanation } from './explanation.ts';

/**
 * Explains the timeouts of a deployed proxy: every hop, which one ends an idle socket first, and what to do about it.
 *
 * @throws ConfigError (of proxy-runtime) when a time in the configuration can't be read
 */
export function explainProxy(deployed: ExplainedProxy): Explanation {
  const firstToClose = explainIdle(deployed);
  return { hops: explainHops(deployed), firstToClose, advice: explainAdvice(deployed, firstToClose) };
}
