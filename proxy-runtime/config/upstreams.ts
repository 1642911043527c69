import type { ProxyPass } from '../routing/proxy-pass.ts';
import { ConfigError } from './config-error.ts';
import { UPSTREAM_DEFAULTS, UPSTREAM_SERVER_DEFAULTS } from './defaults.ts';
import { at } from './at.ts';
import { parseTime } from './time.ts';
import type { UpstreamConfig, UpstreamServerConfig } from './types.ts';

/** Where a server's connections go: a host to look up (or a literal address) and a port, or a unix socket. */
export type UpstreamAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

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

export interface UpstreamSettings {
  readonly name: string;
  readonly servers: readonly UpstreamServerSettings[];
  readonly keepalive: number;
  readonly keepaliveRequests: number;
  readonly keepaliveTime: number;
  readonly keepaliveTimeout: number;
}

/** The upstream blocks, and one more for every proxyPass that names a host of its own. */
export function compileUpstreams(
  configs: Readonly<Record<string, UpstreamConfig>>,
  passes: readonly { readonly path: readonly unknown[]; readonly pass: ProxyPass }[],
): Map<string, UpstreamSettings> {
  const upstreams = new Map<string, UpstreamSettings>();
  for (const [name, config] of Object.entries(configs)) {
    upstreams.set(
      name,
      at(['upstreams', name], () => compileUpstream(name, config)),
    );
  }
  for (const { path, pass } of passes) {
    const named = upstreams.get(pass.target.replace(/:\d+$/, ''));
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
        at(path, () => implicitUpstream(key, pass)),
      );
  }
  return upstreams;
}

/** The name of the upstream a proxyPass uses: a block, or one of its own for its host and port. */
export function upstreamKey(pass: ProxyPass, configs: Readonly<Record<string, UpstreamConfig>>): string {
  if (Object.hasOwn(configs, pass.target) || pass.target.startsWith('unix:') || /:\d+$/.test(pass.target))
    return pass.target;
  return `${pass.target}:${pass.port}`;
}

function implicitUpstream(name: string, pass: ProxyPass): UpstreamSettings {
  // nginx keeps connections for upstream blocks only.
  return compileUpstream(name, { servers: [{ address: pass.target }], keepalive: 0 }, pass.port);
}

function compileUpstream(name: string, config: UpstreamConfig, defaultPort = 80): UpstreamSettings {
  const { keepalive, keepaliveRequests, keepaliveTime, keepaliveTimeout } = { ...UPSTREAM_DEFAULTS, ...config };
  const servers = config.servers.map((server, index) =>
    at(['servers', index], () => compileServer(server, defaultPort)),
  );
  if (servers.every((server) => server.backup))
    throw new ConfigError('all are backup; one at least must not be', ['servers']);
  return {
    name,
    servers,
    keepalive,
    keepaliveRequests,
    keepaliveTime: parseTime(keepaliveTime),
    keepaliveTimeout: parseTime(keepaliveTimeout),
  };
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

/** A host's name, in which a deployment's placeholder `${…}` may stand, an IPv4 address, or an IPv6 address in brackets; then a port. */
const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|((?:\$\{[^}]*\}|[^\s/[\]:@])+))(?::(\d{1,5}))?$/i;

function parseAddress(text: string, defaultPort: number): UpstreamAddress {
  if (text.startsWith('unix:/')) return { kind: 'unix', path: text.slice('unix:'.length) };
  const [, v6, name, digits] = ADDRESS.exec(text) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new ConfigError(
      `${JSON.stringify(text)} is no server address; write 'host', 'host:port' (1 to 65535) or 'unix:/path'`,
    );
  }
  return { kind: 'tcp', host, port };
}
