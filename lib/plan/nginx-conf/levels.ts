import type {
  LocationConfig,
  LocationDirectives,
  Locations,
  ProxyConfig,
  ServerConfig,
} from '../../../proxy-runtime/config/index.ts';

/** Directives of the connection to the load balancer, which follow from `idleTimeout` wherever they are stated. */
export const CONNECTION_DIRECTIVES = [
  'keepaliveTimeout',
  'keepaliveHeaderTimeout',
  'keepaliveTime',
  'keepaliveMinTimeout',
  'keepaliveRequests',
] as const;

/** What is done to a level; `place` is empty for the http level. */
export type ChangeLevel = <L extends LocationDirectives>(level: L, place: string) => L;

/** A configuration whose levels (http, servers, locations and those within them) are changed one by one. */
export function mapLevels(config: ProxyConfig, change: ChangeLevel): ProxyConfig {
  const servers = config.servers.map((server, index) => {
    const place = serverPlace(config.servers, index);
    return change({ ...server, locations: mapLocations(server.locations, place, change) }, place);
  });
  return change({ ...config, servers }, '');
}

function mapLocations(locations: Locations, server: string, change: ChangeLevel): Locations {
  const changed = Object.entries(locations).map(([key, location]): [string, LocationConfig] => {
    const inner = location.locations && { locations: mapLocations(location.locations, server, change) };
    return [key, change({ ...location, ...inner }, locationPlace(server, key))];
  });
  return Object.fromEntries(changed);
}

/** Where something stands, in nginx's words: `server chat.example.com`. */
export function serverPlace(servers: readonly ServerConfig[], index: number): string {
  const [name = ''] = [servers[index]?.serverName ?? ''].flat();
  return name === '' ? `server ${index + 1}` : `server ${name}`;
}

export function locationPlace(server: string, key: string): string {
  return `${server}, location ${key}`;
}

/** A level without some of its directives. */
export function without<L extends LocationDirectives>(level: L, names: readonly string[]): L {
  return Object.fromEntries(Object.entries(level).filter(([name]) => !names.includes(name))) as L;
}

/** Which of some directives are stated anywhere, in nginx's spelling. */
export function statedAnywhere(config: ProxyConfig, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  mapLevels(config, (level) => {
    for (const name of names) {
      if ((level as Readonly<Record<string, unknown>>)[name] !== undefined) found.add(nginxWord(name));
    }
    return level;
  });
  return [...found];
}

/** `proxyReadTimeout` as nginx spells it. */
export function nginxWord(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
