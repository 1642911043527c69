import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Request } from '../exchange/request.ts';
import type { Evaluate, FindVariable } from './template.ts';

/** nginx's variables of a request, by name. */
const VARIABLES: Readonly<Record<string, Evaluate>> = {
  args: (request) => request.uri.args ?? '',
  connection_requests: (request) => String(request.client.requests),
  content_length: (request) => request.head.headers.get('content-length') ?? '',
  content_type: (request) => request.head.headers.get('content-type') ?? '',
  document_uri: (request) => request.uri.path,
  host: (request) => request.host,
  hostname: () => hostname(),
  is_args: (request) => (request.uri.args ? '?' : ''),
  msec: () => (Date.now() / 1000).toFixed(3),
  proxy_add_x_forwarded_for: (request) => {
    const before = request.head.headers.joined('x-forwarded-for');
    return before === undefined ? request.client.remoteAddress : `${before}, ${request.client.remoteAddress}`;
  },
  proxy_host: (request) => request.proxyPass?.host ?? '',
  proxy_port: (request) => String(request.proxyPass?.port ?? ''),
  query_string: (request) => request.uri.args ?? '',
  remote_addr: (request) => request.client.remoteAddress,
  remote_port: (request) => String(request.client.remotePort ?? ''),
  request: (request) => request.head.line,
  request_id: (request) => (request.id ??= randomBytes(16).toString('hex')),
  request_method: (request) => request.head.method,
  request_uri: (request) => request.head.target,
  scheme: () => 'http',
  server_addr: (request) => request.client.localAddress,
  server_name: (request) => request.server.names[0] ?? '',
  server_port: (request) => String(request.client.localPort ?? ''),
  server_protocol: (request) => protocol(request),
  time_iso8601: () => new Date().toISOString(),
  uri: (request) => request.uri.path,
};

/** `$http_…`, `$arg_…` and `$cookie_…` name a header, argument or cookie of the request. */
export const findBuiltIn: FindVariable = (name) => {
  if (Object.hasOwn(VARIABLES, name)) return VARIABLES[name];
  if (name.startsWith('http_')) {
    const key = name.slice('http_'.length).toLowerCase().replaceAll('_', '-');
    return (request) => request.head.headers.joined(key) ?? '';
  }
  if (name.startsWith('arg_')) {
    const key = name.slice('arg_'.length).toLowerCase();
    return (request) => argument(request.uri.args ?? '', key);
  }
  if (name.startsWith('cookie_')) {
    const key = name.slice('cookie_'.length).toLowerCase();
    return (request) => cookie(request.head.headers.joined('cookie') ?? '', key);
  }
  return undefined;
};

function protocol(request: Request): string {
  return request.head.version === 9 ? 'HTTP/0.9' : (request.head.line.split(' ').at(-1) ?? '');
}

function argument(args: string, key: string): string {
  for (const pair of args.split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).toLowerCase() === key) return pair.slice(equals + 1);
  }
  return '';
}

function cookie(header: string, key: string): string {
  for (const pair of header.split(/[;,] */)) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim().toLowerCase() === key) return pair.slice(equals + 1).trim();
  }
  return '';
}
