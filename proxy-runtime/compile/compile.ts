import { logPaths } from './log-paths.ts';
import type { LogPath } from '../logging/log-path.ts';
import { LocationTable } from '../routing/location.ts';
import { findBuiltIn, findOwnVariable } from '../variables/built-in.ts';
import { toBytes } from '../config/values/bytes.ts';
import { givenNames } from './given-names.ts';
import { compileMaps } from './maps.ts';
import { compileSet, findGiven, type SetVariable } from '../variables/set.ts';
import { variableName } from '../variables/names.ts';
import { sslSettings, type SslSettings } from '../tls/ssl-settings.ts';
import { at } from '../config/at.ts';
import { compileLocations, type Location, type PlacedTarget, type Surroundings } from './location.ts';
import { compileReturn, type Return } from './return.ts';
import { healthSettings, type HealthSettings } from './settings/health-settings.ts';
import { groupByAddress, type Listen } from './listens.ts';
import { UsedVariables } from './used-variables.ts';
import { locationSettings, type LocationSettings } from './settings/location-settings.ts';
import { serverSettings, type ServerSettings } from './settings/server-settings.ts';
import { shared, type Shared } from './settings/shared.ts';
import { parseTime } from '../config/values/time.ts';
import type { ProxyConfig, ServerConfig } from '../config/types.ts';
import { compileUpstreams, type UpstreamSettings } from './upstreams.ts';

export type { Location } from './location.ts';
export type { Listen } from './listens.ts';

/** A server block, ready to use. */
export interface Server {
  readonly names: readonly string[];
  /** The first of them, as nginx's `$server_name` shows it. */
  readonly name: string;
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
    readonly keepsSentHeaders: boolean;
    /** Whether anything shows the address clients connect to, which the system forgets with the connection, before it is logged. */
    readonly keepsServerAddress: boolean;
    /** The same of a backend's header lines, in a tunnel. */
    readonly keepsUpstreamHeaders: boolean;
  };
  readonly logPaths: ReadonlySet<LogPath>;
  readonly locations: readonly Location[];
  /** What holds outside of all servers. */
  readonly outside: LocationSettings;
  readonly health: HealthSettings | undefined;
  readonly workerShutdownTimeout: number | undefined;
  readonly workerConnections: number;
}

/** @throws {@link ConfigError} for whatever the configuration's shape alone can't show */
export function compile(config: ProxyConfig): CompiledConfig {
  const given = givenNames(config);
  const names = new Set([...given, ...Object.keys(config.maps ?? {}).map(variableName)]);
  const used = new UsedVariables();
  const find = compileMaps(config.maps ?? {}, (maps) =>
    findGiven(given, maps, (name) => used.noted(name, findBuiltIn(name))),
  );
  const findForLog = (name: string) => (names.has(name) ? find(name) : used.noted(name, findOwnVariable(name)));
  const common = shared(config, find, findForLog, names);
  // What is wrong with an outer level is said of it, not of the first place that inherits it.
  const outside = locationSettings([config], find, common);
  const passes: PlacedTarget[] = [];
  const servers = config.servers.map((server, index) =>
    at(['servers', index], () => compileServer(server, config, { find, shared: common, passes }, index)),
  );
  const { health, workerShutdownTimeout, workerConnections } = config;
  return {
    listens: groupByAddress(config.servers, servers),
    upstreams: compileUpstreams(config, passes, find, outside.resolver),
    shared: {
      ...common,
      keepsSentHeaders: used.some('sent_http_'),
      keepsServerAddress: used.some('server_addr', 'server_port'),
      keepsUpstreamHeaders: used.some('upstream_http_', 'upstream_cookie_'),
    },
    logPaths: logPaths(config),
    locations: servers.flatMap((server) => server.locations.all),
    outside,
    health: health && at(['health'], () => healthSettings(health)),
    workerShutdownTimeout: workerShutdownTimeout === undefined ? undefined : parseTime(workerShutdownTimeout),
    workerConnections: workerConnections ?? Infinity,
  };
}

/** nginx's own form: without the `.` of a mask or the `~` of a regular expression. */
function shownName(name: string): string {
  return name.startsWith('~') ? name.slice(1) : toBytes(name.replace(/^\./, '')).toLowerCase();
}

type Common = Pick<Surroundings, 'find' | 'shared' | 'passes'>;

function compileServer(server: ServerConfig, config: ProxyConfig, common: Common, index: number): Server {
  const { find, shared: zonesAndFormats } = common;
  const levels = [config, server];
  const { locations, return: returned } = server;
  const path = ['servers', index, 'locations'];
  const surroundings = { ...common, levels, path, upstreams: config.upstreams ?? {} };
  const names = [server.serverName ?? ''].flat();
  return {
    names,
    name: shownName(names[0] ?? ''),
    settings: serverSettings([config, server]),
    ssl: sslSettings({ ...config, ...server }),
    outside: locationSettings(levels, find, zonesAndFormats),
    set: at(['set'], () => compileSet(server.set ?? {}, find)),
    return: returned && compileReturn(returned, find),
    locations: new LocationTable(at(['locations'], () => compileLocations(locations, surroundings))),
  };
}
