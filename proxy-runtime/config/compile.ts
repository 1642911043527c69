import { logPaths } from '../logging/log-paths.ts';
import type { LogPath } from '../logging/log-path.ts';
import { LocationTable } from '../routing/location.ts';
import { findBuiltIn, findOwnVariable } from '../variables/built-in.ts';
import { givenNames } from '../variables/given-names.ts';
import { compileMaps } from '../variables/maps.ts';
import { compileSet, findGiven, type SetVariable } from '../variables/set.ts';
import { variableName } from '../variables/names.ts';
import type { ListenAddress } from '../routing/listen.ts';
import { parseListen } from '../routing/listen.ts';
import { sslSettings, type SslSettings } from '../tls/ssl-settings.ts';
import { at } from './at.ts';
import {
  compileLocations,
  directivesOf,
  type Location,
  type PlacedTarget,
  type Surroundings,
} from './compile-location.ts';
import { compileReturn, type Return } from './compile-return.ts';
import { groupByAddress, type Listen } from './listens.ts';
import { SentHeaders } from './sent-headers.ts';
import { locationSettings, type LocationSettings } from './settings/location-settings.ts';
import { serverSettings, type ServerSettings } from './settings/server-settings.ts';
import { shared, type Shared } from './settings/shared.ts';
import { parseTime } from './time.ts';
import type { ProxyConfig, ServerConfig } from './types.ts';
import { compileUpstreams, type UpstreamSettings } from './upstreams.ts';

export type { Location } from './compile-location.ts';
export type { Listen } from './listens.ts';

/** A server block, ready to use. */
export interface Server {
  readonly names: readonly string[];
  readonly settings: ServerSettings;
  /** TLS of its `listen … ssl`. */
  readonly ssl: SslSettings;
  /** What holds where no location does: while a head is read, and for errors before one is found. */
  readonly outside: LocationSettings;
  readonly set: readonly SetVariable[];
  readonly return: Return | undefined;
  readonly locations: LocationTable<Location>;
}

/** A whole configuration, ready to use. */
export interface CompiledConfig {
  readonly listens: readonly Listen[];
  readonly upstreams: ReadonlyMap<string, UpstreamSettings>;
  readonly shared: Shared & {
    /** Whether something shows a header line that was sent, so that those of a response are kept until its log is written. */
    readonly logsSentHeaders: boolean;
  };
  readonly logPaths: ReadonlySet<LogPath>;
  readonly locations: readonly Location[];
  /** What holds outside of all servers. */
  readonly outside: LocationSettings;
  readonly health: { readonly address: ListenAddress; readonly path: string } | undefined;
  readonly workerShutdownTimeout: number | undefined;
  readonly workerConnections: number;
}

/** @throws {@link ConfigError} for whatever the configuration's shape alone can't show */
export function compile(config: ProxyConfig): CompiledConfig {
  const given = givenNames(config);
  const names = new Set([...given, ...Object.keys(config.maps ?? {}).map(variableName)]);
  const sentHeaders = new SentHeaders();
  const find = compileMaps(config.maps ?? {}, (maps) =>
    findGiven(given, maps, (name) => sentHeaders.noted(name, findBuiltIn(name))),
  );
  const findForLog = (name: string) => (names.has(name) ? find(name) : sentHeaders.noted(name, findOwnVariable(name)));
  const common = shared(config, find, findForLog);
  // What is wrong with an outer level is said of it, not of the first place that inherits it.
  const outside = locationSettings([directivesOf(config)], find, common);
  const passes: PlacedTarget[] = [];
  const servers = config.servers.map((server, index) =>
    at(['servers', index], () => compileServer(server, config, { find, shared: common, passes }, index)),
  );
  const { health, workerShutdownTimeout, workerConnections } = config;
  return {
    listens: groupByAddress(config.servers, servers),
    upstreams: compileUpstreams(config, passes, find, outside.resolver),
    shared: { ...common, logsSentHeaders: sentHeaders.used },
    logPaths: logPaths(config),
    locations: servers.flatMap((server) => server.locations.all),
    outside,
    health: health && {
      address: at(['health', 'listen'], () => parseListen(health.listen)),
      path: health.path ?? '/healthz',
    },
    workerShutdownTimeout: workerShutdownTimeout === undefined ? undefined : parseTime(workerShutdownTimeout),
    workerConnections: workerConnections ?? Infinity,
  };
}

type Common = Pick<Surroundings, 'find' | 'shared' | 'passes'>;

function compileServer(server: ServerConfig, config: ProxyConfig, common: Common, index: number): Server {
  const { find, shared: zonesAndFormats } = common;
  const levels = [config, server].map(directivesOf);
  const { locations, return: returned } = server;
  const path = ['servers', index, 'locations'];
  const surroundings = { ...common, levels, path, upstreams: config.upstreams ?? {} };
  return {
    names: [server.serverName ?? ''].flat(),
    settings: serverSettings([config, server]),
    ssl: sslSettings({ ...config, ...server }),
    outside: locationSettings(levels, find, zonesAndFormats),
    set: at(['set'], () => compileSet(server.set ?? {}, find)),
    return: returned && compileReturn(returned, find),
    locations: new LocationTable(at(['locations'], () => compileLocations(locations, surroundings))),
  };
}
