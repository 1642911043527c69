import type { RequestHead } from './request-head.ts';

/** What may stand for a host: a name or IPv4 address of RFC 3986's characters, or an IPv6 address in brackets; then a port. */
const HOST = /^(\[[a-z0-9:._~!$&'()*+,;=-]*\]|[a-z0-9._~!$&'()*+,;=%-]+)(?::(\d*))?$/i;

/** Whether a text is a host and a port, which may be an empty one: what CONNECT asks for. */
export function isAuthority(text: string): boolean {
  return HOST.exec(text)?.[2] !== undefined;
}

const MAX_PORT = 65_535;

/** The host as nginx's `$host`: lower case, without port and one final dot; undefined if it is no valid host. */
export function normalizeHost(text: string): string | undefined {
  const [, host, port = ''] = HOST.exec(text) ?? [];
  if (host === undefined || host.includes('..') || Number(port) > MAX_PORT) return undefined;
  const lower = host.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) || undefined : lower;
}

/** The host that a request is for, by its target or else its `Host`; undefined where it names none. */
export function namedHost({ authority, headers }: Pick<RequestHead, 'authority' | 'headers'>): string | undefined {
  const named = authority ?? headers.get('host');
  return named === undefined ? undefined : normalizeHost(named);
}
