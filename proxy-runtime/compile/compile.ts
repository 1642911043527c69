import { at } from '../config/at.ts';
import type { ProxyConfig } from '../config/types.ts';
import { parseTime } from '../config/values/time.ts';
import type { LogPath } from '../logging/log-path.ts';
import { findBuiltIn, findOwnVariable } from '../variables/built-in.ts';
import { variableName } from '../variables/names.ts';
import { findAssigned } from '../variables/set.ts';
import { assignedVariables } from './assigned-variables.ts';
import { groupByAddress, type Listen } from './listens.ts';
import type { Location } from './location.ts';
import { logPaths } from './log-paths.ts';
import { compileMaps } from './maps.ts';
import { compileServer } from './server.ts';
import { healthSettings, type HealthSettings } from './settings/health-settings.ts';
import { locationSettings, type LocationSettings } from './settings/location-settings.ts';
import { shared, type Shared } from './settings/shared.ts';
import { compileUpstreams, type PlacedTarget, type UpstreamSettings } from './upstreams.ts';
import { UsedVariables } from './used-variables.ts';

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
  const assigned = assignedVariables(config);
  const names = new Set([...assigned, ...Object.keys(config.maps ?? {}).map(variableName)]);
  const used = new UsedVariables();
  const find = compileMaps(config.maps ?? {}, (maps) =>
    findAssigned(assigned, maps, (name) => used.noted(name, findBuiltIn(name))),
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
