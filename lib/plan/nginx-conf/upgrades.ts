import { headerLines } from '../../../proxy-runtime/config/index.ts';
import { mapLevels, type PlacedConfig } from './levels.ts';
import type { Warn } from './plan-warning.ts';

/** Warns, once for all places, of an Upgrade to any protocol: nginx's own WebSocket recipe passes on whatever the client asks for. */
export function warnOfUpgrades(config: PlacedConfig, warn: Warn): void {
  const made = madeVariables(config);
  const places: string[] = [];
  mapLevels(config, (level, place) => {
    const lines = headerLines(level.proxySetHeader ?? {});
    const passes = lines.some(({ name, value }) => name.toLowerCase() === 'upgrade' && isClients(value, made));
    if (passes) places.push(place === '' ? 'http' : place);
    return level;
  });
  if (places.length === 0) return;
  warn(
    'Upgrade',
    `${places.join('; ')}: proxy_set_header Upgrade passes on every protocol, and by h2c, where the backend speaks it, a client reaches all of its paths, past locations, auth_request and limits; write map $http_upgrade $upgrade_websocket { websocket websocket; } in the http block, and proxy_set_header Upgrade $upgrade_websocket`,
  );
}

/** By name, the texts that a variable of `map` or `set` may be when a client asks for h2c. */
type MadeVariables = ReadonlyMap<string, readonly string[]>;

function madeVariables(config: PlacedConfig): MadeVariables {
  const made = new Map<string, string[]>();
  const add = (name: string, texts: readonly string[]): void => {
    const key = name.slice(1).toLowerCase();
    made.set(key, [...(made.get(key) ?? []), ...texts]);
  };
  for (const [name, { source, default: fallback = '', values }] of Object.entries(config.maps ?? {})) {
    const keys = Object.entries(values).filter(([key]) => !/^\$\{?http_upgrade\}?$/i.test(source) || takesH2c(key));
    add(name, [fallback, ...keys.map(([, text]) => text)]);
  }
  mapLevels(config, (level) => {
    for (const [name, text] of Object.entries('set' in level ? (level.set ?? {}) : {})) add(name, [text as string]);
    return level;
  });
  return made;
}

/** Whether a map's key may be that of h2c. */
function takesH2c(key: string): boolean {
  if (!key.startsWith('~')) return key.toLowerCase() === 'h2c';
  try {
    return new RegExp(key.replace(/^~\*?/, ''), 'i').test('h2c');
  } catch {
    // PCRE has more than JavaScript
    return true;
  }
}

/** Whether a text has in it what the client sent as Upgrade. */
function isClients(text: string, made: MadeVariables, within: readonly string[] = []): boolean {
  const names = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name.toLowerCase());
  return names.some(
    (name) =>
      name === 'http_upgrade' ||
      (!within.includes(name) && (made.get(name) ?? []).some((each) => isClients(each, made, [...within, name]))),
  );
}
