import { hasPort, withoutPort } from '../config/values/host-port.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import type { FindVariable } from '../variables/template.ts';
import { at } from '../config/at.ts';
import { compileBalancer, takesBackups, type BalancerSettings } from './balancer.ts';
import { ConfigError } from '../config/config-error.ts';
import { UPSTREAM_DEFAULTS, UPSTREAM_SERVER_DEFAULTS } from '../config/defaults.ts';
import { resolverSettings, type ResolverSettings } from './settings/resolver-settings.ts';
import { parseTime } from '../config/values/time.ts';
import type { ProxyConfig, Time, UpstreamConfig, UpstreamServerConfig } from '../config/types.ts';
import { parseAddress, type UpstreamAddress } from '../config/values/upstream-address.ts';

export interface UpstreamServerSettings {
  /** As it was configured. */
  readonly name: string;
  readonly address: UpstreamAddress;
  readonly weight: number;
  readonly maxConns: number;
  readonly maxFails: number;
  readonly failTimeout: number;
  readonly backup: boolean;
  readonly down: boolean;
  readonly resolve: boolean;
}

/** Which idle connections are kept; times are milliseconds. */
export interface KeepaliveSettings {
  readonly keepalive: number;
  readonly keepaliveRequests: number;
  readonly keepaliveTime: number;
  readonly keepaliveTimeout: number;
}

export interface UpstreamSettings extends KeepaliveSettings {
  readonly name: string;
  readonly servers: readonly UpstreamServerSettings[];
  readonly balancer: BalancerSettings;
  /** For servers with `resolve`. */
  readonly resolver: ResolverSettings;
}

/** A `proxyPass` without variables, and where it stands. */
export interface PlacedTarget {
  readonly path: readonly unknown[];
  readonly pass: ProxyTarget;
}

/**
 * The upstream blocks, and one more for every proxyPass that names a host of its own.
 *
 * @param passes - those without variables
 * @param resolver - the http level's, which blocks without one of their own inherit
 * @throws {@link ConfigError}
 */
export function compileUpstreams(
  { upstreams: configs = {}, resolverTimeout }: Pick<ProxyConfig, 'upstreams' | 'resolverTimeout'>,
  passes: readonly PlacedTarget[],
  find: FindVariable,
  resolver: ResolverSettings | undefined,
): Map<string, UpstreamSettings> {
  const outer = resolver ?? { ...SYSTEM, ...timeoutOf(resolverTimeout) };
  const upstreams = new Map<string, UpstreamSettings>();
  for (const [name, config] of Object.entries(configs)) {
    upstreams.set(
      name,
      at(['upstreams', name], () => compileUpstream(name, config, find, outer)),
    );
  }
  for (const { path, pass } of passes) {
    const named = upstreams.get(withoutPort(pass.target));
    if (named !== undefined && Object.hasOwn(configs, named.name) && named.name !== pass.target) {
      throw new ConfigError(
        `upstream ${JSON.stringify(named.name)} can't have a port here; its servers have theirs`,
        path,
      );
    }
    const key = upstreamKey(pass, configs);
    if (!upstreams.has(key))
      upstreams.set(
        key,
        at(path, () => implicitUpstream(key, pass, find)),
      );
  }
  return upstreams;
}

/** The name of the upstream a proxyPass uses: a block, or one of its own for its host and port. */
export function upstreamKey(pass: ProxyTarget, configs: Readonly<Record<string, UpstreamConfig>>): string {
  if (Object.hasOwn(configs, pass.target) || pass.target.startsWith('unix:') || hasPort(pass.target))
    return pass.target;
  return `${pass.target}:${pass.port}`;
}

function implicitUpstream(name: string, pass: ProxyTarget, find: FindVariable): UpstreamSettings {
  // nginx keeps connections for upstream blocks only.
  return compileUpstream(name, { servers: [{ address: pass.target }], keepalive: 0 }, find, SYSTEM, pass.port);
}

function compileUpstream(
  name: string,
  config: UpstreamConfig,
  find: FindVariable,
  outer: ResolverSettings,
  defaultPort = 80,
): UpstreamSettings {
  const { keepalive, keepaliveRequests, keepaliveTime, keepaliveTimeout } = { ...UPSTREAM_DEFAULTS, ...config };
  const servers = config.servers.map((server, index) =>
    at(['servers', index], () => compileServer(server, defaultPort)),
  );
  const balancer = at(['balancer'], () => compileBalancer(config.balancer, find));
  checkBackups(servers, balancer);
  return {
    name,
    servers,
    balancer,
    resolver: upstreamResolver(config, outer),
    keepalive,
    keepaliveRequests,
    keepaliveTime: parseTime(keepaliveTime),
    keepaliveTimeout: parseTime(keepaliveTimeout),
  };
}

/** A server that is followed is looked up by the system where nobody names a resolver. */
const SYSTEM: ResolverSettings = { addresses: [], valid: undefined, ipv4: true, ipv6: true, timeout: 30_000 };

function upstreamResolver({ resolver, resolverTimeout }: UpstreamConfig, outer: ResolverSettings): ResolverSettings {
  return { ...(resolverSettings({ resolver }) ?? outer), timeout: outer.timeout, ...timeoutOf(resolverTimeout) };
}

function timeoutOf(resolverTimeout: Time | undefined): Partial<ResolverSettings> {
  return resolverTimeout === undefined ? {} : { timeout: parseTime(resolverTimeout) };
}

function checkBackups(servers: readonly UpstreamServerSettings[], balancer: BalancerSettings): void {
  if (servers.every((server) => server.backup))
    throw new ConfigError('all are backup; one at least must not be', ['servers']);
  const index = servers.findIndex((server) => server.backup);
  if (index < 0 || takesBackups(balancer)) return;
  throw new ConfigError(
    `is true, but the balancer ${balancer.kind} takes no backup servers, as in nginx; leave it out, or use round robin or least_conn`,
    ['servers', index, 'backup'],
  );
}

function compileServer(config: UpstreamServerConfig, defaultPort: number): UpstreamServerSettings {
  const { failTimeout, address, ...rest } = { ...UPSTREAM_SERVER_DEFAULTS, ...config };
  return {
    ...rest,
    name: address,
    address: at(['address'], () => parseAddress(address, defaultPort)),
    failTimeout: parseTime(failTimeout),
  };
}
