import { SSL_DIRECTIVES } from '../../../proxy-runtime/config/schema/server.ts';
import type { LocationDirectives, ProxyConfig, ServerDirectives } from '../../../proxy-runtime/config/types.ts';
import type { DeploymentPlan } from '../deployment-plan.ts';
import { locationTimes, seconds } from '../explain-idle.ts';
import { PlanError } from '../plan-error.ts';
import { warnOfClientVariables } from './client-address.ts';
import { mapLevels, statedAnywhere, without } from './levels.ts';
import { isLoopback, planListens } from './listens.ts';
import { logToContainer } from './logs.ts';
import type { PlanWarning, Warn } from './plan-warning.ts';
import { noticesOf } from './proxy-config.ts';
import { refuseUnavailable } from './unavailable.ts';
import { planUpstreamBlocks, warnOfLocalServers } from './upstreams.ts';

/** Directives of the connection to the load balancer, which follow from `idleTimeout` wherever they are stated. */
const CONNECTION_DIRECTIVES = ['keepaliveTimeout', 'keepaliveHeaderTimeout', 'keepaliveTime', 'keepaliveRequests'];

/** A configuration fit for the deployment, and what is not as it was. */
export interface LiftedConfig {
  readonly config: ProxyConfig;
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
  plan: DeploymentPlan,
  given: ProxyConfig,
  standard: LocationDirectives & ServerDirectives,
  replaced: readonly string[],
): LiftedConfig {
  if (typeof given !== 'object' || !Array.isArray(given.servers)) {
    throw new PlanError('is no configuration; make it one with ProxyConfig.fromNginxConf(text)');
  }
  const warnings: PlanWarning[] = [];
  const warn: Warn = (id, text) => void warnings.push({ id, text: `nginxConf: ${text}` });
  refuseUnavailable(given);
  const { container, proxy, targetGroup } = plan;
  const tls = plan.listener.protocol === 'HTTPS';
  const named = { ...given, servers: planListens(given, container, tls, warn) };
  const fitted = [
    endTls(tls),
    leaveConnection,
    streamBodies(container.readonlyRootFilesystem),
    useSystemResolver,
  ].reduce((config, fit) => fit(config, warn), logToContainer(named, warn));
  const { workerConnections, workerShutdownTimeout, ...rest } = fitted;
  if (workerConnections !== undefined) {
    warn('nginxConfWorkerConnections', "worker_connections is left out: the task's limit of open files is what counts");
  }
  const config: ProxyConfig = {
    ...shutdown(workerShutdownTimeout, proxy.workerShutdownTimeout, warn),
    health: { listen: container.healthPort, path: targetGroup.healthCheck.path },
    proxyReadTimeout: proxy.proxyReadTimeout,
    ...standard,
    ...rest,
    keepaliveTimeout: proxy.keepaliveTimeout,
    upstreams: planUpstreamBlocks(rest),
  };
  warnOfLocalServers(config, replaced, warn);
  warnOfClientVariables(config, warn);
  warnOfReadTimeouts(config, plan.loadBalancer.idleTimeout, warn);
  return { config, warnings, notices: noticesOf(given) };
}

type Fit = (config: ProxyConfig, warn: Warn) => ProxyConfig;

function endTls(tls: boolean): Fit {
  return (config, warn) => {
    const stated = statedAnywhere(config, SSL_DIRECTIVES);
    if (stated.length === 0) return config;
    const way = tls
      ? 'its certificate and TLS versions are those given here'
      : 'give a certificate, or it speaks HTTP only';
    warn('nginxConfTls', `${stated.join(', ')}: TLS ends at the load balancer; ${way}`);
    return mapLevels(config, (level) => without(level, SSL_DIRECTIVES));
  };
}

function leaveConnection(config: ProxyConfig, warn: Warn): ProxyConfig {
  const stated = statedAnywhere(config, CONNECTION_DIRECTIVES);
  if (stated.length === 0) return config;
  warn(
    'nginxConfKeepalive',
    `${stated.join(', ')} would concern the connection to the load balancer, where it follows from idleTimeout; what the nginx.conf says is left out`,
  );
  return mapLevels(config, (level) => without(level, CONNECTION_DIRECTIVES));
}

/** What a task can't put into files would have to be held in memory. */
function streamBodies(readonlyRootFilesystem: boolean): Fit {
  return (config, warn) => {
    if (!readonlyRootFilesystem) return config;
    const places: string[] = [];
    const streamed = mapLevels(config, (level, place) => {
      if (level.proxyRequestBuffering !== 'on') return level;
      places.push(place === '' ? 'http' : place);
      return { ...level, proxyRequestBuffering: 'off' };
    });
    if (places.length > 0) {
      warn(
        'nginxConfRequestBuffering',
        `${places.join('; ')}: proxy_request_buffering is off instead of on: the root filesystem is read-only, so bodies are streamed`,
      );
    }
    return streamed;
  };
}

/** Docker's 127.0.0.11 and other servers of nginx's own machine are not in a task. */
function useSystemResolver(config: ProxyConfig, warn: Warn): ProxyConfig {
  const local = new Set<string>();
  const changed = mapLevels(config, (level) => {
    const { addresses = [], ...rest } = level.resolver ?? {};
    const kept = addresses.filter((address) => !isLoopback(address.replace(/:\d+$/, '')));
    if (kept.length === addresses.length) return level;
    for (const address of addresses.filter((each) => !kept.includes(each))) local.add(address);
    return { ...level, resolver: { ...rest, ...(kept.length > 0 && { addresses: kept }) } };
  });
  if (local.size > 0) {
    warn('nginxConfResolver', `resolver ${[...local].join(' ')} is not in a task; the VPC's own is asked instead`);
  }
  return changed;
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
      'nginxConfShutdown',
      `worker_shutdown_timeout is ${planned} s instead of ${seconds(own)} s: ECS ends what is open after stopTimeout`,
    );
  }
  return { workerShutdownTimeout: planned };
}

function warnOfReadTimeouts(config: ProxyConfig, idleTimeout: number, warn: Warn): void {
  for (const { location, proxyReadTimeout } of locationTimes(config)) {
    if (!(proxyReadTimeout < idleTimeout)) continue;
    warn(
      'nginxConfReadTimeout',
      `${location}: the proxy closes an idle WebSocket after ${proxyReadTimeout} s (proxy_read_timeout), before the load balancer would after ${idleTimeout} s; leave it out, or make it longer`,
    );
  }
}
