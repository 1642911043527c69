import { directiveName, type ProxyConfig } from '../../../proxy-runtime/config/index.ts';
import type { Warn } from './plan-warning.ts';

/** Variables that are about the load balancer behind one, by what is about the client. */
const ABOUT_CLIENT: readonly (readonly [variables: readonly string[], instead: string])[] = [
  [
    ['remote_addr', 'binary_remote_addr', 'realip_remote_addr', 'proxy_add_x_forwarded_for'],
    "$http_x_forwarded_for, whose last address is the client's",
  ],
  [['scheme', 'https'], '$http_x_forwarded_proto'],
  [['server_port'], '$http_x_forwarded_port'],
];

/** Warns of values that are made of the load balancer's address, scheme or port where the client's are meant. */
export function warnOfClientVariables(config: ProxyConfig, warn: Warn): void {
  const uses = usesOf(config, []);
  for (const [variables, instead] of ABOUT_CLIENT) {
    for (const variable of variables) {
      const pattern = new RegExp(String.raw`\$(?:${variable}(?!\w)|\{${variable}\})`);
      const places = new Set(uses.filter(({ text }) => pattern.test(text)).map(({ place }) => place));
      if (places.size === 0) continue;
      warn('Client', `$${variable} (${[...places].join(', ')}) is the load balancer's here; use ${instead}`);
    }
  }
  const hashed = Object.entries(config.upstreams ?? {}).filter(([, { balancer }]) => balancer === 'ip_hash');
  for (const [name] of hashed) {
    warn(
      'Client',
      `upstream ${name}: ip_hash goes by the load balancer's address here; use hash $http_x_forwarded_for consistent`,
    );
  }
}

interface Use {
  readonly text: string;
  readonly place: string;
}

const LEVELS = new Set(['servers', 'locations', 'upstreams']);

/** Every text of the configuration, with the directive it belongs to: `proxy_set_header X-Real-IP`. */
function usesOf(value: unknown, path: readonly string[]): readonly Use[] {
  if (typeof value === 'string') return [{ text: value, place: placeOf(path) }];
  if (typeof value !== 'object' || value === null) return [];
  const named = value as Readonly<Record<string, unknown>>;
  // One header line of a list
  if (typeof named['name'] === 'string') return usesOf(named['value'], [...path, named['name']]);
  return Object.entries(value).flatMap(([key, member]) => usesOf(member, [...path, key]));
}

/** The last directive on the way, and what it is about. */
function placeOf(path: readonly string[]): string {
  const start = path.findLastIndex((key) => LEVELS.has(key));
  const [directive = '', about, last] = start < 0 ? path : path.slice(start + 2);
  const name = DIRECTIVES[directive] ?? directiveName(directive);
  const subject = last !== undefined && /^\d+$/.test(about ?? '') ? last : about;
  return subject === undefined || /^\d+$|^(?:code|text|key|format|hash)$/.test(subject) ? name : `${name} ${subject}`;
}

/** Options whose names aren't their directives'. */
const DIRECTIVES: Readonly<Record<string, string>> = { maps: 'map', logFormats: 'log_format', balancer: 'hash' };
