import { LOCATION_DEFAULTS } from '../../proxy-runtime/config/defaults.ts';
import { parseTime } from '../../proxy-runtime/config/time.ts';
import type { ProxyConfig, Time } from '../../proxy-runtime/config/types.ts';
import type { DeployedNumber, DeployedProxy } from './explain.ts';

/** AWS's `idle_timeout.timeout_seconds` when nobody sets it. */
export const AWS_IDLE_TIMEOUT = 60;

/** Who closes an idle WebSocket first. */
export interface IdleOutcome {
  /** The locations that fare so, as configured. */
  readonly locations: readonly string[];
  /** `unknown` when the load balancer's idle timeout is not known before the deployment. */
  readonly closedBy: 'load balancer' | 'proxy' | 'unknown';
  /** The setting that decides. */
  readonly setting: string;
  /** After how many seconds without a byte in either direction. */
  readonly after: DeployedNumber;
  /** All that in one sentence. */
  readonly sentence: string;
}

/** One location of the configuration with its effective times, in seconds. */
export interface LocationTimes {
  readonly location: string;
  readonly proxyPass: string;
  readonly proxyReadTimeout: number;
  readonly proxyConnectTimeout: number;
  readonly keepaliveTimeout: number;
}

/** Every location that has a backend, with the times it has or inherits. */
export function locationTimes(config: ProxyConfig): readonly LocationTimes[] {
  return config.servers.flatMap((server) =>
    Object.entries(server.locations).flatMap(([location, own]) => {
      if (own.proxyPass === undefined) return [];
      const { proxyReadTimeout, proxyConnectTimeout, keepaliveTimeout } = {
        ...LOCATION_DEFAULTS,
        ...config,
        ...server,
        ...own,
      };
      return {
        location,
        proxyPass: own.proxyPass,
        proxyReadTimeout: seconds(proxyReadTimeout),
        proxyConnectTimeout: seconds(proxyConnectTimeout),
        keepaliveTimeout: seconds(keepaliveTimeout),
      };
    }),
  );
}

/** How long an idle connection from the load balancer is kept, where that is shortest. */
export function shortestKeepalive(config: ProxyConfig): number {
  const { keepaliveTimeout } = { ...LOCATION_DEFAULTS, ...config };
  return Math.min(seconds(keepaliveTimeout), ...locationTimes(config).map((times) => times.keepaliveTimeout));
}

/** A time of the configuration in seconds. */
export function seconds(time: Time): number {
  return parseTime(time) / 1000;
}

/** Who closes an idle WebSocket first, location by location, equal outcomes together. */
export function explainIdle(deployed: DeployedProxy): readonly IdleOutcome[] {
  const idleTimeout = deployed.idleTimeout ?? AWS_IDLE_TIMEOUT;
  const outcomes = new Map<string, Outcome & { readonly locations: string[] }>();
  for (const { location, proxyReadTimeout } of locationTimes(deployed.config)) {
    const outcome = closer(idleTimeout, proxyReadTimeout);
    const key = `${outcome.setting} ${outcome.after}`;
    const alike = outcomes.get(key);
    if (alike) alike.locations.push(location);
    else outcomes.set(key, { ...outcome, locations: [location] });
  }
  return [...outcomes.values()].map((outcome) => ({ ...outcome, sentence: sentence(outcome.locations, outcome) }));
}

type Outcome = Pick<IdleOutcome, 'closedBy' | 'setting' | 'after'>;

function closer(idleTimeout: DeployedNumber, proxyReadTimeout: number): Outcome {
  if (idleTimeout === 'unknown') {
    return { closedBy: 'unknown', setting: 'idle_timeout or proxyReadTimeout', after: 'unknown' };
  }
  return idleTimeout <= proxyReadTimeout
    ? { closedBy: 'load balancer', setting: 'idle_timeout', after: idleTimeout }
    : { closedBy: 'proxy', setting: 'proxyReadTimeout', after: proxyReadTimeout };
}

function sentence(locations: readonly string[], { closedBy, setting, after }: Outcome): string {
  const where = locations.join(', ');
  return closedBy === 'unknown'
    ? `${where}: who closes an idle WebSocket first depends on idle_timeout, which is not known before the deployment`
    : `${where}: the ${closedBy} closes an idle WebSocket first, after ${after} s (${setting})`;
}
