import type { UpstreamConfig } from '../../../proxy-runtime/config/index.ts';
import type { BackendTarget } from '../backends/backend-target.ts';
import { TIMEOUTS } from '../timeouts/timeouts.ts';

/**
 * How many idle connections to a backend a worker keeps. Each request in flight beyond them opens one and closes it, which costs as much as the
 * request again and leaves a port in TIME_WAIT. What a peak leaves behind is closed by `keepaliveTimeout`.
 */
export const UPSTREAM_CONNECTIONS = 256;

/** The upstream blocks of a configuration, and which of them each location uses. */
export interface Upstreams {
  readonly upstreams: Readonly<Record<string, UpstreamConfig>>;
  /** Names of `upstreams`, by location. */
  readonly byLocation: ReadonlyMap<string, string>;
}

/** One upstream per target: locations with the same target share it, and its name is free of clashes. */
export function planUpstreams(targets: Readonly<Record<string, BackendTarget>>): Upstreams {
  const upstreams = new Map<string, UpstreamConfig>();
  const byTarget = new Map<string, string>();
  const byLocation = new Map<string, string>();
  for (const [location, target] of Object.entries(targets)) {
    const address = `${target.host}:${target.port}`;
    const key = `${target.scheme}://${address}`;
    const name = byTarget.get(key) ?? freeName(upstreamName(target.name ?? location), upstreams);
    byTarget.set(key, name);
    byLocation.set(location, name);
    // `resolve`: tasks come and go, and the proxy may start before its backends do.
    upstreams.set(name, {
      servers: [{ address, resolve: true }],
      keepalive: UPSTREAM_CONNECTIONS,
      keepaliveTimeout: TIMEOUTS.upstreamKeepalive.planned,
    });
  }
  return { upstreams: Object.fromEntries(upstreams), byLocation };
}

function upstreamName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return name === '' ? 'backend' : name;
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
