import { isDeepStrictEqual } from 'node:util';
import { parseProxyConfig, compileLocationKey } from '../../../proxy-runtime/compile/index.ts';
import {
  ConfigError,
  type LocationConfig,
  type LocationDirectives,
  type ProxyConfig,
  type ServerDirectives,
  parseProxyPass,
} from '../../../proxy-runtime/config/index.ts';
import { fitDirectives, refuseDirectives, refuseMisplaced } from '../backends/backend-directives.ts';
import { checkBackendHost } from '../backends/backend-host.ts';
import type { BackendTarget, BackendDirectives } from '../backends/backend-target.ts';
import { checkLocationPath } from '../backends/check-location-path.ts';
import type { EarlyPlan } from '../deployment-plan.ts';
import { inOrder } from '../backends/location-order.ts';
import { liftConfig, type LiftedConfig, type ParsedNginxConf } from '../nginx-conf/index.ts';
import { without } from '../nginx-conf/levels.ts';
import { ownName } from './own-name.ts';
import { errorsAt, PlanError } from '../errors/plan-error.ts';
import { askedLocations, MAPS, PROXY_SET_HEADER, setHeaders } from './set-headers.ts';
import { TIMEOUTS } from '../timeouts/timeouts.ts';
import { planUpstreams } from './upstreams.ts';

/** Puts something that may stand wherever it does in the place of what only the deployment knows. */
export type KnownPart = <T>(value: T) => T;

/** What the proxy does everywhere, besides the plan's times; where an nginx.conf says nothing else, with it too. */
const EVERYWHERE: LocationDirectives & ServerDirectives = {
  proxyConnectTimeout: TIMEOUTS.proxyConnectTimeout.planned,
  // A NAT gateway and a Network Load Balancer forget a connection after 350 s without a packet; a probe every minute is one.
  proxySocketKeepalive: 'on',
  // A task that can write no files would have to hold bodies in memory; streamed, they have no size the proxy must bound.
  proxyRequestBuffering: 'off',
  clientMaxBodySize: 0,
  // What the load balancer lets through, the proxy lets through: its limits are 64 KiB for a request's head, 16 KiB for one line of it, 32 KiB
  // for a response's head (quotas of Application Load Balancers, "HTTP headers").
  largeClientHeaderBuffers: { number: 4, size: '16k' },
  proxyBufferSize: '32k',
  // The proxy's port is not the load balancer's, nor is its scheme: a redirect must leave both to the client.
  absoluteRedirect: 'off',
};

/** How large a body may be is for the nginx.conf to say, which by default says 1m. */
const OF_NGINX_CONF = without(EVERYWHERE, ['clientMaxBodySize']);

/**
 * The configuration the proxy runs with: the plan's times, and a location for each backend.
 *
 * @param targets - by location, in nginx's syntax
 * @param knownPart - see {@link checkLocation}
 * @throws {@link PlanError} for a location nginx's syntax doesn't have
 */
export function proxyConfig(
  plan: EarlyPlan,
  targets: Readonly<Record<string, BackendTarget>>,
  knownPart: KnownPart = (value) => value,
): ProxyConfig {
  const { container, targetGroup, proxy } = plan;
  const ordered = inOrder(targets);
  const { upstreams, byLocation } = planUpstreams(ordered);
  const asked = askedLocations(targets);
  const locations = Object.entries(ordered).map(([location, target]) => [
    location,
    locationConfig(plan, location, target, {
      upstream: byLocation.get(location) ?? '',
      asked: asked.has(location),
      knownPart,
    }),
  ]);
  return {
    ...(proxy.workerShutdownTimeout === undefined ? {} : { workerShutdownTimeout: proxy.workerShutdownTimeout }),
    health: { listen: container.healthPort, path: targetGroup.healthCheck.path },
    maps: MAPS,
    ...EVERYWHERE,
    proxySetHeader: PROXY_SET_HEADER,
    proxyReadTimeout: proxy.proxyReadTimeout,
    keepaliveTimeout: proxy.keepaliveTimeout,
    upstreams,
    servers: [
      {
        listen: { address: container.port, soKeepalive: proxy.soKeepalive },
        locations: Object.fromEntries(locations) as Record<string, LocationConfig>,
      },
    ],
  };
}

/**
 * The configuration of an nginx.conf, fit for the deployment; its backends are put in by `replaceServers`.
 *
 * @param replaced - the upstreams that have backends
 * @throws {@link PlanError} for what would not work there
 */
export function liftNginxConf(plan: EarlyPlan, nginxConf: ParsedNginxConf, replaced: readonly string[]): LiftedConfig {
  return errorsAt('nginxConf', () => liftConfig(plan, nginxConf, OF_NGINX_CONF, replaced));
}

/**
 * Checks what only the whole shows, such as two locations that are one to nginx; the proxy would refuse it when it starts.
 *
 * @param config - whose backends' addresses, which may not be known yet, are left out
 * @throws {@link PlanError}
 */
export function checkProxyConfig(config: ProxyConfig): void {
  const upstreams = Object.keys(config.upstreams ?? {}).map((name) => [name, { servers: [{ address: 'backend' }] }]);
  try {
    parseProxyConfig({ ...config, upstreams: Object.fromEntries(upstreams) as ProxyConfig['upstreams'] });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new PlanError('WSPROXY_CONFIGURATION', `the proxy would refuse its configuration: ${error.message}`, {
      cause: error,
    });
  }
}

/**
 * Checks that a location is one in nginx's syntax, and that it can have this backend, with its directives.
 *
 * @param knownPart - puts something that may stand wherever it does in the place of what only the deployment knows
 * @throws {@link PlanError}
 */
export function checkLocation(
  location: string,
  { scheme, host, uri = '', directives }: BackendTarget,
  knownPart: KnownPart = (value) => value,
): void {
  try {
    checkLocationPath(location);
    checkBackendHost({ host });
    parseProxyPass(`${scheme}://backend${knownPart(uri)}`, compileLocationKey(location));
    if (directives !== undefined) checkDirectives(directives, knownPart);
  } catch (error) {
    if (error instanceof PlanError) throw error.at(`backends['${location}']`);
    if (!(error instanceof ConfigError)) throw error;
    throw new PlanError('WSPROXY_LOCATION', `backends['${location}'] ${error.message}`, { cause: error });
  }
}

function checkDirectives(directives: BackendDirectives, knownPart: KnownPart): void {
  refuseMisplaced(directives);
  const known = knownPart(directives);
  try {
    parseProxyConfig({
      ...EVERYWHERE,
      maps: MAPS,
      servers: [{ listen: 80, locations: { '/': { proxyPass: 'http://b', ...known } } }],
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const path = error.path.slice(error.path.indexOf('/') + 1);
    if (isDeepStrictEqual(valueAt(known, path), valueAt(directives, path))) throw new ConfigError(error.reason, path);
    throw new ConfigError(
      `is known to the deployment only, which may fill in texts, numbers, times and sizes, but this ${error.reason}; write it as it is to be`,
      path,
    );
  }
  refuseDirectives(directives);
}

function valueAt(value: unknown, path: readonly unknown[]): unknown {
  return path.reduce<unknown>(
    (within, key) => (typeof within === 'object' && within !== null ? within[key as keyof typeof within] : undefined),
    value,
  );
}

function locationConfig(
  plan: EarlyPlan,
  location: string,
  target: BackendTarget,
  { upstream, asked, knownPart }: { readonly upstream: string; readonly asked: boolean; readonly knownPart: KnownPart },
): LocationConfig {
  checkLocation(location, target, knownPart);
  const { scheme, uri = '' } = target;
  const { directives } = fitDirectives(plan, location, sorted(target.directives ?? {}));
  const own = scheme === 'https' ? ownName(target) : undefined;
  const proxySetHeader = setHeaders({ host: own?.host, asked, own: directives.proxySetHeader });
  return {
    proxyPass: `${scheme}://${upstream}${uri}`,
    ...own?.ssl,
    ...directives,
    ...(proxySetHeader && { proxySetHeader }),
  };
}

/** Directives of one level have no order in nginx. */
function sorted(directives: BackendDirectives): BackendDirectives {
  return Object.fromEntries(Object.entries(directives).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
