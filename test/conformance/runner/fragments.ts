/**
 * What many cases share, by name. `{{NAME}}` in a case's text stands for the fragment; besides, `{{8192*x}}` stands for
 * so many repetitions, in which a `#` is the repetition's number.
 */
const FRAGMENTS: Readonly<Record<string, string>> = {
  // nginx.conf
  MAP: `map $http_upgrade $connection_upgrade {
  default upgrade;
  '' close;
}`,
  PASS_UPGRADE: `proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;`,

  // What clients send
  GET: 'GET /chat HTTP/1.1\r\nHost: example.com\r\n\r\n',
  UPGRADE_REQUEST: 'GET /chat HTTP/1.1\r\nHost: example.com\r\n{{UPGRADE_HEADERS}}\r\n',
  UPGRADE_HEADERS:
    'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n',

  // What backends answer
  OK: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  SWITCHING:
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',

  // What clients expect: the head of a 101 as a pattern
  SWITCHED: 'HTTP/1.1 101 [^\\r]*\\r\\n.*?\\r\\n\\r\\n',
};

/** The names that get their value when a case is run: addresses, and files. */
export const RUN_TIME_NAMES = [
  ...['LISTEN', 'BACKEND', 'BACKEND_PORT', 'BACKEND2', 'BACKEND3', 'UNIX', 'DEAD', 'DEAF', 'DNS'],
  ...['CERT', 'KEY'],
] as const;

export type RunTimeValues = Readonly<Partial<Record<(typeof RUN_TIME_NAMES)[number], string>>>;

const PLACEHOLDER = /\{\{(?:(\d+)\*)?(.+?)\}\}/gs;

/** Replaces the placeholders in all text of `value`, whatever it is. */
export function expand<T>(value: T, values: RunTimeValues): T {
  return expandAny(value, values) as T;
}

function expandAny(value: unknown, values: RunTimeValues): unknown {
  if (typeof value === 'string') return expandText(value, values);
  if (Array.isArray(value)) return value.map((each) => expandAny(each, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, expandAny(each, values)]));
}

function expandText(text: string, values: RunTimeValues): string {
  return text.replace(PLACEHOLDER, (placeholder, count: string | undefined, content: string) => {
    if (count !== undefined) return repeat(content, Number(count));
    const fragment = FRAGMENTS[content];
    if (fragment !== undefined) return expandText(fragment, values);
    const value = (values as Readonly<Record<string, string>>)[content];
    if (value === undefined) throw new Error(`${placeholder} has no value here`);
    return value;
  });
}

function repeat(text: string, count: number): string {
  if (!text.includes('#')) return text.repeat(count);
  return Array.from({ length: count }, (_, index) => text.replaceAll('#', String(index))).join('');
}

/** The first placeholder in `text` that stands for nothing. */
export function unknownPlaceholder(text: string): string | undefined {
  const known = (name: string): boolean => name in FRAGMENTS || (RUN_TIME_NAMES as readonly string[]).includes(name);
  for (const [placeholder, count, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (count === undefined && !known(name)) return placeholder;
  }
  return undefined;
}
