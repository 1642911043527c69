import {
  SSL_DIRECTIVES,
  type LocationDirectives,
  type ProxyConfig,
  type ServerDirectives,
} from '../../../proxy-runtime/config/index.ts';
import type { EarlyPlan } from '../deployment-plan.ts';
import { isKnown, type MaybeKnown } from '../known.ts';
import { locationTimes } from '../timeouts/location-times.ts';
import { seconds } from '../timeouts/timeouts.ts';
import { readTimeoutNotices, warnOfLoadBalancerLimits } from './beyond-load-balancer.ts';
import { warnOfClientVariables } from './client-address.ts';
import { warnOfCredentials } from './credentials.ts';
import { fitToTask } from './fit-to-task.ts';
import { warnOfInvalidHeaders } from './invalid-headers.ts';
import {
  CONNECTION_DIRECTIVES,
  mapLevels,
  statedAnywhere,
  withPlaces,
  without,
  withoutPlaces,
  type PlacedConfig,
} from './levels.ts';
import { planListens } from './listens.ts';
import { warnInto, type PlanWarning, type Warn } from './plan-warning.ts';
import type { ParsedNginxConf } from './parsed.ts';
import { refuseUnavailable } from './unavailable.ts';
import { warnOfUpgrades } from './upgrades.ts';
import { planUpstreamBlocks, warnOfLocalServers } from './upstreams.ts';

/** A configuration fit for the deployment, and what is not as it was. */
export interface LiftedConfig {
  readonly config: ProxyConfig;
  /** The same with what messages call its servers: by their places in the configuration that was given. */
  readonly placed: PlacedConfig;
  readonly warnings: readonly PlanWarning[];
  /** What was accepted without having an effect, one line each. */
  readonly notices: readonly string[];
}

/**
 * Fits a configuration that was made for a machine of its own to a task behind a load balancer: what it says stays, but for what would break
 * there, which is replaced with a warning or refused; what it leaves open is the plan's.
 *
 * @param standard - what the proxy does everywhere, unless it is stated
 * @param replaced - the upstreams that have backends
 * @throws {@link PlanError}
 */
export function liftConfig(
  plan: EarlyPlan,
  { config: given, notices }: ParsedNginxConf,
  standard: LocationDirectives & ServerDirectives,
  replaced: readonly string[],
): LiftedConfig {
  const warnings: PlanWarning[] = [];
  const warn = warnInto(warnings, 'nginxConf', 'nginxConf');
  const stated = withPlaces(given);
  refuseUnavailable(stated);
  const { container, proxy, targetGroup } = plan;
  const tls = plan.listener.protocol === 'HTTPS';
  const named = { ...stated, servers: planListens(stated, plan, warn) };
  const fitted = leaveConnection(endTls(fitToTask(named, container, warn), tls, warn), warn);
  const { workerConnections, workerShutdownTimeout, ...rest } = fitted;
  if (workerConnections !== undefined) {
    warn('WorkerConnections', "worker_connections is left out: the task's limit of open files is what counts");
  }
  const placed: PlacedConfig = {
    ...shutdown(workerShutdownTimeout, proxy.workerShutdownTimeout, warn),
    health: { listen: container.healthPort, path: targetGroup.healthCheck.path },
    proxyReadTimeout: proxy.proxyReadTimeout,
    ...standard,
    ...rest,
    keepaliveTimeout: proxy.keepaliveTimeout,
    upstreams: planUpstreamBlocks(withoutPlaces(rest)),
  };
  const config = withoutPlaces(placed);
  warnOfLocalServers(config, replaced, warn);
  warnOfClientVariables(config, warn);
  warnOfReadTimeouts(placed, plan.loadBalancer.idleTimeout, warn);
  warnOfInvalidHeaders(stated, warn);
  warnOfUpgrades(placed, warn);
  warnOfCredentials(placed, warn);
  warnOfLoadBalancerLimits(fitted, plan.loadBalancer.idleTimeout, warn);
  return {
    config,
    placed,
    warnings,
    notices: [...notices, ...readTimeoutNotices(fitted, plan.loadBalancer.idleTimeout)],
  };
}

function endTls(config: PlacedConfig, tls: boolean, warn: Warn): PlacedConfig {
  const stated = statedAnywhere(config, SSL_DIRECTIVES);
  if (stated.length === 0) return config;
  const way = tls
    ? 'its certificate and TLS versions are those given here'
    : 'give a certificate, or it speaks HTTP only';
  warn('Tls', `${stated.join(', ')}: TLS ends at the load balancer; ${way}`);
  return mapLevels(config, (level) => without(level, SSL_DIRECTIVES));
}

function leaveConnection(config: PlacedConfig, warn: Warn): PlacedConfig {
  const stated = statedAnywhere(config, CONNECTION_DIRECTIVES);
  if (stated.length === 0) return config;
  warn(
    'Keepalive',
    `${stated.join(', ')} would concern the connection to the load balancer, where it follows from idleTimeout; what the nginx.conf says is left out`,
  );
  return mapLevels(config, (level) => without(level, CONNECTION_DIRECTIVES));
}

function shutdown(
  own: ProxyConfig['workerShutdownTimeout'],
  planned: number | undefined,
  warn: Warn,
): Pick<ProxyConfig, 'workerShutdownTimeout'> {
  if (planned === undefined || (own !== undefined && seconds(own) <= planned)) {
    return own === undefined ? {} : { workerShutdownTimeout: own };
  }
  if (own !== undefined) {
    warn(
      'Shutdown',
      `worker_shutdown_timeout is ${planned} s instead of ${seconds(own)} s: ECS ends what is open after stopTimeout`,
    );
  }
  return { workerShutdownTimeout: planned };
}

function warnOfReadTimeouts(config: PlacedConfig, idleTimeout: MaybeKnown, warn: Warn): void {
  if (!isKnown(idleTimeout)) return;
  for (const { location, proxyReadTimeout } of locationTimes(config)) {
    if (proxyReadTimeout >= idleTimeout) continue;
    warn(
      'ReadTimeout',
      `${location}: the proxy closes an idle WebSocket after ${proxyReadTimeout} s (proxy_read_timeout), before the load balancer would after ${idleTimeout} s; leave it out, or make it longer`,
    );
  }
}
