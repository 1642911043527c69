import { everyLocation, type ProxyConfig, type ServerConfig } from '../../../proxy-runtime/config/index.ts';
import { isObject } from '../deployed/json.ts';
import { changeOf } from './values.ts';

/** What differs in a value of a configuration, by the words that name it: `/chat/ proxySetHeader X-Version`. */
type Leaves = ReadonlyMap<string, unknown>;

/** Directives that say where a backend is, which is said of the backends. */
const OF_BACKENDS = new Set(['proxyPass']);

/**
 * What differs in the proxy's configuration besides where its backends are, in nginx's words.
 *
 * @param without - directives of the outermost level that follow from others
 */
export function configChanges(
  before: ProxyConfig,
  after: ProxyConfig,
  without: ReadonlySet<string>,
): readonly string[] {
  const previous = leavesOf(before, without);
  const current = leavesOf(after, without);
  const names = new Set([...previous.keys(), ...current.keys()]);
  return [...names].flatMap((name) => {
    const isTime = /(Timeout|Time|Delay|Interval)$/.test(name);
    return changeOf(name, previous.get(name), current.get(name), isTime ? 's' : '');
  });
}

function leavesOf({ servers, upstreams = {}, ...outer }: ProxyConfig, without: ReadonlySet<string>): Leaves {
  const leaves = new Map<string, unknown>();
  for (const [name, value] of Object.entries(outer)) if (!without.has(name)) addValue(leaves, [name], value);
  for (const [name, { servers: addresses, ...settings }] of Object.entries(upstreams)) {
    // An upstream comes and goes with its backend
    if (Object.keys(settings).length > 0) addValue(leaves, ['upstream', name], settings);
    for (const [index, server] of addresses.entries()) {
      const parameters = Object.entries(server).filter(([key]) => key !== 'address');
      addValue(leaves, ['upstream', name, 'server', String(index + 1)], Object.fromEntries(parameters));
    }
  }
  for (const [index, server] of servers.entries()) {
    addServer(leaves, server, servers.length > 1 ? index + 1 : undefined);
  }
  return leaves;
}

/** @param number - its place among several */
function addServer(leaves: Map<string, unknown>, server: ServerConfig, number: number | undefined): void {
  const { locations, ...own } = server;
  const [name = String(number)] = [own.serverName ?? []].flat();
  const place = number === undefined ? [] : [`server ${name}`];
  addValue(leaves, place, own);
  for (const { key, location, outer } of everyLocation(locations)) {
    const at = [...place, ...outer.map((each) => each.key), key];
    for (const [name, value] of Object.entries(location)) {
      if (name !== 'locations' && !OF_BACKENDS.has(name)) addValue(leaves, [...at, name], value);
    }
  }
}

/** Takes objects apart, and nothing else: a list is one value. */
function addValue(leaves: Map<string, unknown>, place: readonly string[], value: unknown): void {
  if (!isObject(value)) leaves.set(place.join(' '), value);
  else for (const [key, item] of Object.entries(value)) addValue(leaves, [...place, key], item);
}
