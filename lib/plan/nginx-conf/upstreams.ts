import { isIP } from 'node:net';
import {
  hasPort,
  withoutPort,
  type ProxyConfig,
  type UpstreamConfig,
  type UpstreamServerConfig,
} from '../../../proxy-runtime/config/index.ts';
import type { BackendTarget } from '../backends/backend-target.ts';
import { PlanError } from '../errors/plan-error.ts';
import { TIMEOUTS } from '../timeouts/timeouts.ts';
import { askUnderOwnNames } from './https-backends.ts';
import { isLoopback } from './listens.ts';
import { passesOf } from './passes.ts';
import type { Warn } from './plan-warning.ts';

type Upstreams = Readonly<Record<string, UpstreamConfig>>;

/**
 * The upstream blocks with servers that are followed by name: tasks come and go, and the proxy may start before them. What `proxy_pass`
 * names without a block is one of its own, called as it is written there.
 */
export function planUpstreamBlocks(config: ProxyConfig): Upstreams {
  const blocks = Object.entries(config.upstreams ?? {}).map(([name, upstream]): [string, UpstreamConfig] => [
    name,
    { keepaliveTimeout: TIMEOUTS.upstreamKeepalive.planned, ...upstream, servers: upstream.servers.map(followed) },
  ]);
  return { ...hosts(config), ...Object.fromEntries(blocks) };
}

function followed(server: UpstreamServerConfig): UpstreamServerConfig {
  return isName(hostOf(server.address)) ? { ...server, resolve: true } : server;
}

/** A host as a block; nginx keeps connections to blocks only. */
function hosts(config: ProxyConfig): Upstreams {
  const found = new Map<string, UpstreamConfig>();
  for (const { scheme, target } of passesOf(config)) {
    if (Object.hasOwn(config.upstreams ?? {}, target) || !isName(hostOf(target))) continue;
    const address = hasPort(target) ? target : `${target}:${scheme === 'https' ? 443 : 80}`;
    const known = found.get(target)?.servers[0]?.address ?? address;
    if (known !== address) {
      throw new PlanError(
        'WSPROXY_NGINX_UPSTREAM',
        `proxy_pass names ${target} by http and by https; write the ports, ${target}:80 and ${target}:443`,
      );
    }
    found.set(target, { servers: [{ address, resolve: true }], keepalive: 0 });
  }
  return Object.fromEntries(found);
}

function hostOf(address: string): string {
  return withoutPort(address);
}

function isName(host: string): boolean {
  return isIP(host.replaceAll(/[[\]]/g, '')) === 0 && !host.startsWith('unix:');
}

/** Warns of servers that were on nginx's own machine, which the task is not. */
export function warnOfLocalServers(config: ProxyConfig, replaced: readonly string[], warn: Warn): void {
  const own = new Set(
    config.servers.flatMap(({ listen }) =>
      [listen].flat().map((each) => String(typeof each === 'object' ? each.address : each)),
    ),
  );
  const passed = passesOf(config).map(({ target }): [string, UpstreamConfig] => [
    target,
    { servers: [{ address: target }] },
  ]);
  for (const [name, { servers }] of Object.entries({ ...Object.fromEntries(passed), ...config.upstreams })) {
    const local = servers.find(({ address }) => isLoopback(hostOf(address)) && !own.has(address));
    if (local === undefined || replaced.includes(name)) continue;
    const wayOut = Object.hasOwn(config.upstreams ?? {}, name)
      ? `give backends: { '${name}': … }`
      : `write an upstream block for it, and give that a backend`;
    warn('LocalServer', `${local.address} is the task itself here, where no backend is; ${wayOut}`);
  }
}

/**
 * Puts backends in the place of the servers of their upstreams, https backends with their names.
 *
 * @param targets - by the upstream's name
 * @throws {@link PlanError}
 */
export function replaceServers(config: ProxyConfig, targets: Readonly<Record<string, BackendTarget>>): ProxyConfig {
  const { upstreams = {} } = config;
  const replaced = Object.entries(targets).map(([name, target]): [string, UpstreamConfig] => {
    checkUpstream(config, name, target);
    return [name, { ...upstreams[name], servers: [{ address: `${target.host}:${target.port}`, resolve: true }] }];
  });
  return askUnderOwnNames({ ...config, upstreams: { ...upstreams, ...Object.fromEntries(replaced) } }, targets);
}

/**
 * Checks that there is an upstream of the name, and that it can have the backend.
 *
 * @param config - planned
 * @throws {@link PlanError}
 */
export function checkUpstream(config: ProxyConfig, name: string, target?: BackendTarget): void {
  const names = Object.keys(config.upstreams ?? {});
  const refuse = (problem: string): PlanError =>
    new PlanError('WSPROXY_NGINX_UPSTREAM', `backends['${name}'] ${problem}`);
  if (!names.includes(name)) {
    throw refuse(
      `is no upstream of nginxConf, which has ${names.join(', ') || 'none'}; name one of its upstream blocks`,
    );
  }
  if (target === undefined) return;
  if (target.uri !== undefined) {
    throw refuse(`has the path ${target.uri}, but paths are the nginx.conf's; write it in its proxy_pass`);
  }
  if (Object.keys(target.directives ?? {}).length > 0) {
    throw refuse("has directives, but those of its locations are the nginx.conf's; write them there");
  }
  const other = passesOf(config).find((pass) => pass.target === name && pass.scheme !== target.scheme);
  if (other === undefined) return;
  throw refuse(
    `speaks ${target.scheme}, but the nginx.conf has proxy_pass ${other.scheme}://${name}; write ${target.scheme}://${name} there`,
  );
}
