import { isIPv4 } from 'node:net';
import {
  mapLocations,
  type LocationConfig,
  type ProxyConfig,
  type UpstreamConfig,
  type UpstreamServerConfig,
} from '../../../proxy-runtime/config/index.ts';
import { InputError } from '../input-error.ts';
import { proxyPassTarget, type DeployedBackend, type DeployedCommand } from './deployed-command.ts';

/** Where backends are on this machine, by their name or by one of their locations. */
export type BackendMap<T> = Readonly<Record<string, T>>;

/**
 * Sorts a map by the names of backends; a location stands for the backend behind it.
 *
 * @param backends - of all proxies; two proxies may have backends of one name, which are then one here
 * @throws {@link InputError} for a key that names nothing, and for two keys of one backend
 */
export function byBackendName<T>(
  map: BackendMap<T>,
  backends: readonly DeployedBackend[],
  place: string,
): Map<string, T> {
  const result = new Map<string, T>();
  const keys = new Map<string, string>();
  for (const [key, value] of Object.entries(map)) {
    const names = new Set(
      backends.filter((each) => each.name === key || each.locations.includes(key)).map(({ name }) => name),
    );
    if (names.size === 0)
      throw new InputError(`${place}: no backend is named ${key}; there are ${listNames(backends)}`);
    for (const name of names) {
      const other = keys.get(name);
      if (other !== undefined)
        throw new InputError(`${place}: ${other} and ${key} are the same backend, ${name}; map it once`);
      keys.set(name, key);
      result.set(name, value);
    }
  }
  return result;
}

/** Names with their locations: `chat (/chat/), legacy.internal (/)`. */
function listNames(backends: readonly DeployedBackend[]): string {
  const names = backends.map(({ name, locations }) => `${name} (${locations.join(', ')})`);
  return names.length === 0 ? 'none' : [...new Set(names)].join(', ');
}

/**
 * Reads the address of a backend: `http://127.0.0.1:3001`, `https://…`, or the same as `ws://` or `wss://`.
 *
 * @throws {@link InputError}
 */
export function parseLocalUrl(text: string, place: string): URL {
  const url = URL.parse(text.replace(/^ws(s?):\/\//i, 'http$1://'));
  const wayOut = 'write it like http://127.0.0.1:3001';
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InputError(`${place}: ${JSON.stringify(text)} is no address of a backend; ${wayOut}`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new InputError(
      `${place}: ${JSON.stringify(text)} has more than a host and a port, but paths are the proxy's; ${wayOut}`,
    );
  }
  return url;
}

/** The configuration of a command with nothing changed but the addresses of the mapped backends (and their scheme, if that differs). */
export function mapBackends(command: DeployedCommand, urls: ReadonlyMap<string, URL>): ProxyConfig {
  const { config } = command;
  const upstreams = Object.entries(config.upstreams ?? {}).map(([name, upstream]): [string, UpstreamConfig] => {
    const url = urls.get(name);
    return [name, url === undefined ? upstream : { ...upstream, servers: [localServer(url)] }];
  });
  const servers = config.servers.map((server) => ({
    ...server,
    locations: mapLocations(server.locations, (location) => mapLocation(config, location, urls)),
  }));
  return { ...config, ...(config.upstreams && { upstreams: Object.fromEntries(upstreams) }), servers };
}

function mapLocation(config: ProxyConfig, location: LocationConfig, urls: ReadonlyMap<string, URL>): LocationConfig {
  const { proxyPass } = location;
  const target = proxyPass === undefined ? undefined : proxyPassTarget(proxyPass);
  const url = target && urls.get(target.name);
  if (proxyPass === undefined || target === undefined || url === undefined) return location;
  const authority = config.upstreams?.[target.name] === undefined ? address(url) : target.name;
  return {
    ...location,
    proxyPass: proxyPass.replace(`${target.scheme}://${target.name}`, `${url.protocol}//${authority}`),
  };
}

function localServer(url: URL): UpstreamServerConfig {
  const isAddress = url.hostname.startsWith('[') || isIPv4(url.hostname);
  return isAddress ? { address: address(url) } : { address: address(url), resolve: true };
}

function address(url: URL): string {
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)}`;
}
