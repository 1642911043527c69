import type { DeployedNumber, ExplainedProxy, IdleOutcome } from './explanation.ts';
import { locationTimes } from '../timeouts/location-times.ts';
import { withPlaces } from '../nginx-conf/levels.ts';
import { TIMEOUTS } from '../timeouts/timeouts.ts';

/** Who closes an idle WebSocket first, location by location, equal outcomes together. */
export function explainIdle(deployed: ExplainedProxy): readonly IdleOutcome[] {
  const idleTimeout = deployed.idleTimeout ?? TIMEOUTS.idleTimeout.unset;
  const outcomes = new Map<string, Outcome & { readonly locations: string[] }>();
  for (const { location, proxyReadTimeout } of locationTimes(withPlaces(deployed.config))) {
    const outcome = closer(idleTimeout, proxyReadTimeout);
    const key = `${outcome.setting} ${outcome.after}`;
    const alike = outcomes.get(key);
    if (alike) alike.locations.push(location);
    else outcomes.set(key, { ...outcome, locations: [location] });
  }
  const alike = outcomes.size === 1;
  return [...outcomes.values()].map((outcome) => ({
    ...outcome,
    sentence: `${describeLocations(outcome.locations, alike)}: ${sentence(outcome, idleTimeout)}`,
  }));
}

type Outcome = Pick<IdleOutcome, 'closedBy' | 'setting' | 'after'>;

function closer(idleTimeout: DeployedNumber, proxyReadTimeout: number): Outcome {
  const { idleTimeout: outer, proxyReadTimeout: inner } = TIMEOUTS;
  if (idleTimeout === 'unknown') {
    return { closedBy: 'unknown', setting: `${outer.setting} or ${inner.setting}`, after: 'unknown' };
  }
  return idleTimeout <= proxyReadTimeout
    ? { closedBy: outer.closer, setting: outer.setting, after: idleTimeout }
    : { closedBy: inner.closer, setting: inner.setting, after: proxyReadTimeout };
}

/** More than a few are counted, if they are all there are. */
function describeLocations(locations: readonly string[], all: boolean): string {
  return all && locations.length > 4 ? `all ${locations.length} locations` : locations.join(', ');
}

function sentence({ closedBy, setting, after }: Outcome, idleTimeout: DeployedNumber): string {
  if (closedBy === 'unknown')
    return 'who closes an idle WebSocket first depends on idle_timeout, which is not known before the deployment';
  const asked = closedBy === 'proxy' ? `not after the ${idleTimeout} s of idle_timeout` : 'as idleTimeout asks';
  return `the ${closedBy} closes an idle WebSocket first, after ${after} s (${setting}), ${asked}`;
}
