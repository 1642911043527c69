type Members = Readonly<Record<string, unknown>>;

/** A location as nginx writes one: a path, perhaps behind an operator, or a name of its own. */
const LOCATION = /^(?:\/|(?:=|~\*?|\^~)\s*\S|@\w)/;

/** What a server has and the configuration around it has not; and other words for it. */
const OF_A_SERVER: Readonly<Record<string, string>> = {
  listen: 'listen',
  port: 'listen',
  serverName: 'serverName',
  server_name: 'serverName',
  return: 'return',
  set: 'set',
  ...Object.fromEntries(
    ['proxyPass', 'proxy_pass', 'backend', 'target', 'upstream'].map((word) => [word, 'proxyPass']),
  ),
};

/** What lets WebSockets through, which like nginx this proxy does only when told to. */
const WEBSOCKETS = {
  maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } } },
  proxySetHeader: { Host: '$http_host', Upgrade: '$http_upgrade', Connection: '$connection_upgrade' },
};

const EXAMPLE = { listen: 8080, locations: { '/': { proxyPass: 'http://127.0.0.1:3000' } } };

export function isLocation(key: string): boolean {
  return LOCATION.test(key);
}

/**
 * What to write instead of a configuration without a list of servers, such as `{ "/chat/": "http://127.0.0.1:3000" }`: what it says, where it
 * belongs, which may have faults of its own.
 *
 * @returns undefined for one that has the list
 */
export function suggestServers(given: unknown): object | undefined {
  if (Array.isArray(given)) return whole({}, given.every(isObject) ? given.map(server) : []);
  if (!isObject(given)) return undefined;
  const { servers, ...around } = given;
  if (Array.isArray(servers)) return undefined;
  if (isObject(servers)) return whole(around, [server(servers)]);
  const entries = Object.entries(around);
  const own = entries.filter(([key, value]) => isOfServer(key, value));
  const rest = Object.fromEntries(entries.filter(([key, value]) => !isOfServer(key, value)));
  return whole(rest, own.length === 0 ? [] : [server(Object.fromEntries(own))]);
}

function whole(around: Members, servers: readonly Members[]): object {
  const says = (key: string): boolean => [around, ...servers].some((level) => Object.hasOwn(level, key));
  const webSockets = says('maps') || says('proxySetHeader') ? {} : WEBSOCKETS;
  return { ...around, servers: servers.length === 0 ? [EXAMPLE] : servers, ...webSockets };
}

function isOfServer(key: string, value: unknown): boolean {
  return Object.hasOwn(OF_A_SERVER, key) || isLocation(key) || areLocations(value);
}

/** A server whose locations, wherever it has them, are where they belong. */
function server(given: Members): Members {
  const locations: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const word = Object.hasOwn(OF_A_SERVER, key) ? OF_A_SERVER[key] : key;
    if (word === 'proxyPass') locations['/'] ??= location(value);
    else if (isLocation(key)) locations[key] = location(value);
    else if (areLocations(value)) for (const [each, of] of Object.entries(value)) locations[each] = location(of);
    else rest[word ?? key] = value;
  }
  return { listen: EXAMPLE.listen, ...rest, locations };
}

function location(value: unknown): unknown {
  return typeof value === 'string' ? { proxyPass: value } : value;
}

/** Whether it is what `locations` has, under whatever name. */
function areLocations(value: unknown): value is Members {
  return isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every(isLocation);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
