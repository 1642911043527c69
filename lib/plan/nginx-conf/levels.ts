import {
  directiveName,
  mapLocations,
  type LocationDirectives,
  type ProxyConfig,
  type ServerConfig,
} from '../../../proxy-runtime/config/index.ts';

/** Directives of the connection to the load balancer, which follow from `idleTimeout` wherever they are stated. */
export const CONNECTION_DIRECTIVES = [
  'keepaliveTimeout',
  'keepaliveHeaderTimeout',
  'keepaliveTime',
  'keepaliveMinTimeout',
  'keepaliveRequests',
] as const;

/** A server block, and what messages call it. That it keeps, whatever becomes of the blocks around it. */
export interface PlacedServer {
  readonly server: ServerConfig;
  /** In nginx's words: `server chat.example.com`, or `server 2` for the second of those that were given. */
  readonly place: string;
}

/** A configuration whose servers keep their places. */
export interface PlacedConfig extends Omit<ProxyConfig, 'servers'> {
  readonly servers: readonly PlacedServer[];
}

/** Gives the servers of a configuration their places, by which messages about it, and about what becomes of it, name them. */
export function withPlaces(config: ProxyConfig): PlacedConfig {
  const servers = config.servers.map((server, index) => {
    const [name = ''] = [server.serverName ?? ''].flat();
    return { server, place: name === '' ? `server ${index + 1}` : `server ${name}` };
  });
  return { ...config, servers };
}

export function withoutPlaces(config: PlacedConfig): ProxyConfig {
  return { ...config, servers: config.servers.map(({ server }) => server) };
}

/** What is done to a level; `place` is empty for the http level. */
export type ChangeLevel = <L extends LocationDirectives>(level: L, place: string) => L;

/** A configuration whose levels (http, servers, locations and those within them) are changed one by one. */
export function mapLevels(config: PlacedConfig, change: ChangeLevel): PlacedConfig {
  const servers = config.servers.map(({ server, place }) => ({
    server: change(
      {
        ...server,
        locations: mapLocations(server.locations, (location, key) => change(location, locationPlace(place, key))),
      },
      place,
    ),
    place,
  }));
  return change({ ...config, servers }, '');
}

/** What messages call a location of a server. */
export function locationPlace(server: string, key: string): string {
  return `${server}, location ${key}`;
}

/** A level without some of its directives. */
export function without<L extends LocationDirectives>(level: L, names: readonly string[]): L {
  return Object.fromEntries(Object.entries(level).filter(([name]) => !names.includes(name))) as L;
}

/** Which of some directives are stated anywhere, in nginx's spelling. */
export function statedAnywhere(config: PlacedConfig, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  mapLevels(config, (level) => {
    for (const name of names) {
      if ((level as Readonly<Record<string, unknown>>)[name] !== undefined) found.add(directiveName(name));
    }
    return level;
  });
  return [...found];
}
