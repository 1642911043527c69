import { isRedirect } from '../http/status.ts';
import { LocationTable, parseLocationKey, type LocationKey } from '../routing/location.ts';
import { formatListen, parseListen, type ListenAddress } from '../routing/listen.ts';
import { parseProxyPass, type ProxyPass } from '../routing/proxy-pass.ts';
import { ServerNames } from '../routing/server-names.ts';
import { findBuiltIn } from '../variables/built-in.ts';
import { compileMaps } from '../variables/maps.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { ConfigError } from './config-error.ts';
import { MAX_BUFFERED_BODY } from './defaults.ts';
import { locationSettings, serverSettings, type LocationSettings, type ServerSettings } from './directives.ts';
import { at } from './at.ts';
import { parseTime } from './time.ts';
import type { LocationConfig, ProxyConfig, ReturnDirective, ServerConfig } from './types.ts';
import { compileUpstreams, upstreamKey, type UpstreamSettings } from './upstreams.ts';

/** A location, ready to use. */
export interface Location {
  readonly key: LocationKey;
  readonly settings: LocationSettings;
  readonly proxyPass: ProxyPass | undefined;
  /** The name of proxyPass's upstream. */
  readonly upstream: string | undefined;
  readonly return: { readonly code: number; readonly text: Evaluate | undefined } | undefined;
}

/** A server block, ready to use. */
export interface Server {
  readonly names: readonly string[];
  readonly settings: ServerSettings;
  /** What holds where no location does: while a head is read, and for errors before one is found. */
  readonly outside: LocationSettings;
  readonly locations: LocationTable<Location>;
}

/** One address to listen on, with the servers behind it. */
export interface Listen {
  readonly address: ListenAddress;
  /** As it was configured. */
  readonly configured: string;
  readonly defaultServer: Server;
  readonly servers: ServerNames<Server>;
}

/** A whole configuration, ready to use. */
export interface CompiledConfig {
  readonly listens: readonly Listen[];
  readonly upstreams: ReadonlyMap<string, UpstreamSettings>;
  readonly resolver: { readonly addresses: readonly string[]; readonly valid: number | undefined };
  readonly health: { readonly address: ListenAddress; readonly path: string } | undefined;
  readonly workerShutdownTimeout: number | undefined;
}

/** @throws {@link ConfigError} for whatever the configuration's shape alone can't show */
export function compile(config: ProxyConfig): CompiledConfig {
  const find = compileMaps(config.maps ?? {}, findBuiltIn);
  // What is wrong with an outer level is said of it, not of the first place that inherits it.
  locationSettings([directivesOf(config)], find);
  const servers = config.servers.map((server, index) => ({
    server: at(['servers', index], () => compileServer(server, config, find)),
    addresses: at(['servers', index, 'listen'], () => [server.listen].flat().map((value) => parseListen(value))),
  }));
  const { health, resolver, workerShutdownTimeout } = config;
  return {
    listens: groupByAddress(servers),
    upstreams: compileUpstreams(config.upstreams ?? {}, proxyPasses(config)),
    resolver: {
      addresses: resolver?.addresses ?? [],
      valid: resolver?.valid === undefined ? undefined : parseTime(resolver.valid),
    },
    health: health && {
      address: at(['health', 'listen'], () => parseListen(health.listen)),
      path: health.path ?? '/healthz',
    },
    workerShutdownTimeout: workerShutdownTimeout === undefined ? undefined : parseTime(workerShutdownTimeout),
  };
}

function compileServer(server: ServerConfig, config: ProxyConfig, find: FindVariable): Server {
  const outside = locationSettings([config, server].map(directivesOf), find);
  const locations = Object.entries(server.locations).map(([key, location]) =>
    at(['locations', key], () => compileLocation(key, location, { config, server, find })),
  );
  refuseRepeats(locations);
  return {
    names: [server.serverName ?? ''].flat(),
    settings: serverSettings([directivesOf(config), directivesOf(server)]),
    outside,
    locations: new LocationTable(locations, (location) => location.proxyPass !== undefined),
  };
}

interface Surroundings {
  readonly config: ProxyConfig;
  readonly server: ServerConfig;
  readonly find: FindVariable;
}

function compileLocation(text: string, location: LocationConfig, { config, server, find }: Surroundings): Location {
  const key = parseLocationKey(text);
  const { proxyPass, return: returned } = location;
  if ((proxyPass === undefined) === (returned === undefined)) {
    throw new ConfigError(
      proxyPass === undefined
        ? "has no backend; give it a proxyPass, such as 'http://127.0.0.1:8080', or a return"
        : 'has both proxyPass and return; leave one out',
    );
  }
  const pass = proxyPass === undefined ? undefined : at(['proxyPass'], () => parseProxyPass(proxyPass, key));
  const settings = locationSettings([config, server, location].map(directivesOf), find);
  if (pass !== undefined) at(['clientMaxBodySize'], () => checkBodyLimit(settings));
  return {
    key,
    settings,
    proxyPass: pass,
    upstream: pass && upstreamKey(pass, config.upstreams ?? {}),
    return: returned && compileReturn(returned, find),
  };
}

function compileReturn({ code, text }: ReturnDirective, find: FindVariable): Location['return'] {
  if (isRedirect(code) && text === undefined) {
    throw new ConfigError(`${code} is a redirect, and needs the URL as its text`, ['return']);
  }
  return { code, text: text === undefined ? undefined : at(['return', 'text'], () => compileTemplate(text, find)) };
}

/** A body that is read into memory first needs a bound. */
function checkBodyLimit({ clientMaxBodySize, proxyRequestBuffering }: LocationSettings): void {
  if (!proxyRequestBuffering || (clientMaxBodySize > 0 && clientMaxBodySize <= MAX_BUFFERED_BODY)) return;
  throw new ConfigError(
    `allows bodies of ${clientMaxBodySize === 0 ? 'any size' : `${clientMaxBodySize} bytes`}, but this proxy holds at most 64m of a body in memory; lower it, or set proxyRequestBuffering to 'off' to stream bodies`,
  );
}

/** As in nginx, `/a` and `^~ /a` are one location. */
function refuseRepeats(locations: readonly Location[]): void {
  const seen = new Set<string>();
  for (const { key } of locations) {
    const prefix = key.modifier === '^~' ? '' : key.modifier;
    const name = `${prefix} ${key.path}`;
    if (seen.has(name))
      throw new ConfigError(`${JSON.stringify(key.path)} is there twice; leave one out`, ['locations']);
    seen.add(name);
  }
}

const NOT_DIRECTIVES = new Set([
  'servers',
  'upstreams',
  'maps',
  'health',
  'resolver',
  'locations',
  'listen',
  'serverName',
  'proxyPass',
  'return',
]);

function directivesOf(level: object): object {
  return Object.fromEntries(Object.entries(level).filter(([key]) => !NOT_DIRECTIVES.has(key)));
}

function groupByAddress(
  servers: readonly { readonly server: Server; readonly addresses: readonly ListenAddress[] }[],
): Listen[] {
  const groups = new Map<string, { address: ListenAddress; servers: Server[] }>();
  for (const { server, addresses } of servers) {
    for (const [index, address] of addresses.entries()) {
      // Port 0 is another free port every time.
      const free = address.kind === 'tcp' && address.port === 0;
      const key = free ? `${formatListen(address)}#${groups.size}.${index}` : formatListen(address);
      const group = groups.get(key) ?? { address, servers: [] };
      if (group.servers.includes(server))
        throw new ConfigError(`${key} is listened on twice; leave one out`, ['servers']);
      group.servers.push(server);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ address, servers: [first, ...rest] }) => {
    if (first === undefined) throw new ConfigError('no address to listen on', ['servers']);
    return {
      address,
      configured: formatListen(address),
      defaultServer: first,
      servers: new ServerNames<Server>([first, ...rest], (server) => server.names),
    };
  });
}

function proxyPasses(config: ProxyConfig): { readonly path: readonly unknown[]; readonly pass: ProxyPass }[] {
  return config.servers.flatMap((server, index) =>
    Object.entries(server.locations).flatMap(([key, { proxyPass }]) => {
      if (proxyPass === undefined) return [];
      const path = ['servers', index, 'locations', key, 'proxyPass'];
      return [{ path, pass: parseProxyPass(proxyPass, parseLocationKey(key)) }];
    }),
  );
}
