import { ConfigError } from '../../proxy-runtime/config/config-error.ts';
import type { LocationConfig, MapConfig, ProxyConfig } from '../../proxy-runtime/config/types.ts';
import { parseLocationKey } from '../../proxy-runtime/routing/location.ts';
import { parseProxyPass } from '../../proxy-runtime/routing/proxy-pass.ts';
import type { BackendTarget } from './backend-target.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import { PlanError } from './plan-error.ts';
import { planUpstreams } from './upstreams.ts';

/** nginx's own WebSocket recipe, but with an empty Connection for ordinary requests, so that connections to backends are kept. */
const CONNECTION_UPGRADE: MapConfig = { source: '$http_upgrade', default: 'upgrade', values: { '': '' } };

const PROXY_SET_HEADER = {
  Host: '$http_host',
  Upgrade: '$http_upgrade',
  Connection: '$connection_upgrade',
  'X-Forwarded-For': '$proxy_add_x_forwarded_for',
};

/**
 * The configuration the proxy runs with: the plan's times, and a location for each backend.
 *
 * @param targets - by location, in nginx's syntax
 * @throws {@link PlanError} for a location nginx's syntax doesn't have
 */
export function proxyConfig(plan: DeploymentPlan, targets: Readonly<Record<string, BackendTarget>>): ProxyConfig {
  const { container, targetGroup, proxy } = plan;
  const { upstreams, byLocation } = planUpstreams(targets);
  const locations = Object.entries(targets).map(([location, target]) => [
    location,
    locationConfig(location, target, byLocation.get(location) ?? ''),
  ]);
  return {
    ...(proxy.workerShutdownTimeout === undefined ? {} : { workerShutdownTimeout: proxy.workerShutdownTimeout }),
    health: { listen: container.healthPort, path: targetGroup.healthCheck.path },
    maps: { $connection_upgrade: CONNECTION_UPGRADE },
    proxySetHeader: PROXY_SET_HEADER,
    proxyReadTimeout: proxy.proxyReadTimeout,
    keepaliveTimeout: proxy.keepaliveTimeout,
    upstreams,
    servers: [{ listen: container.port, locations: Object.fromEntries(locations) as Record<string, LocationConfig> }],
  };
}

/**
 * Checks that a location is one in nginx's syntax, and that it can have this backend.
 *
 * @throws {@link PlanError}
 */
export function checkLocation(location: string, { scheme, uri = '' }: BackendTarget): void {
  try {
    parseProxyPass(`${scheme}://backend${uri}`, parseLocationKey(location));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new PlanError(`backends['${location}'] ${error.message}`, { cause: error });
  }
}

function locationConfig(location: string, target: BackendTarget, upstream: string): LocationConfig {
  checkLocation(location, target);
  const { scheme, uri = '' } = target;
  const proxyPass = `${scheme}://${upstream}${uri}`;
  return scheme === 'https' ? { proxyPass, ...underItsOwnName(target) } : { proxyPass };
}

/** A server with a certificate for its name answers requests to that name; to others, many say 421 or show another site. */
function underItsOwnName({ host, port }: BackendTarget): Partial<LocationConfig> {
  return {
    proxySetHeader: { ...PROXY_SET_HEADER, Host: port === '443' ? host : `${host}:${port}` },
    proxySslServerName: 'on',
    proxySslVerify: 'on',
    proxySslName: host,
  };
}
