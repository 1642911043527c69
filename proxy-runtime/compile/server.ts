import { at } from '../config/at.ts';
import type { ProxyConfig, ServerConfig } from '../config/types.ts';
import { toBytes } from '../config/values/bytes.ts';
import { LocationTable } from '../routing/location.ts';
import { sslSettings, type SslSettings } from '../tls/ssl-settings.ts';
import { compileSet, type SetVariable } from '../variables/set.ts';
import { compileLocations, type Location, type Surroundings } from './location.ts';
import { compileReturn, type Return } from './return.ts';
import { locationSettings, type LocationSettings } from './settings/location-settings.ts';
import { serverSettings, type ServerSettings } from './settings/server-settings.ts';

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

/** nginx's own form: without the `.` of a mask or the `~` of a regular expression. */
function shownName(name: string): string {
  return name.startsWith('~') ? name.slice(1) : toBytes(name.replace(/^\./, '')).toLowerCase();
}

/** What all servers of a configuration refer to. */
type Common = Pick<Surroundings, 'find' | 'shared' | 'passes'>;

export function compileServer(server: ServerConfig, config: ProxyConfig, common: Common, index: number): Server {
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
