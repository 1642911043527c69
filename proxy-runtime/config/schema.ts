import { isIP } from 'node:net';
import * as v from 'valibot';
import { ConfigError } from './config-error.ts';
import { nearest } from './nearest.ts';
import { parseSize } from './size.ts';
import { parseTime } from './time.ts';

/** The shape of a `ProxyConfig`. What shapes can't say (references, variables, contradictions) is checked in compile/. */

type Entries = Record<string, v.GenericSchema>;

/** An object without unknown keys; the message of one names the key that was probably meant. */
function object<const E extends Entries>(entries: E) {
  return v.strictObject(entries, (issue) => {
    if (issue.expected !== 'never') return issue.expected === 'Object' ? 'must be an object' : 'is missing';
    const key = String(issue.path?.at(-1)?.key);
    const meant = nearest(key, Object.keys(entries));
    return meant === undefined ? 'unknown option' : `unknown option; did you mean ${meant}?`;
  });
}

/** An object whose keys are the user's own. */
function record<const K extends v.GenericSchema<string>, const V extends v.GenericSchema>(
  key: K,
  value: V,
  what: string,
) {
  const isRecord = (input: unknown): boolean => typeof input === 'object' && input !== null && !Array.isArray(input);
  return v.pipe(
    v.custom<Record<string, unknown>>(isRecord, `must be an object of ${what}`),
    // Valibot leaves these out of what it returns, and nothing is to be ignored in silence.
    v.check(
      (input) => !['__proto__', 'constructor', 'prototype'].some((name) => Object.hasOwn(input, name)),
      "can't have a key named __proto__, constructor or prototype",
    ),
    v.record(key, value),
  );
}

function list<const V extends v.GenericSchema>(value: V, what: string) {
  return v.array(value, `must be a list of ${what}`);
}

/** A string or number that `parse` can read; what `parse` says against it is the message. */
function readable(parse: (value: string | number) => unknown, what: string) {
  const complaint = (value: string | number): string | undefined => {
    try {
      parse(value);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return v.pipe(
    v.union([v.string(), v.number()], `must be a ${what}`),
    v.check(
      (value) => complaint(value) === undefined,
      (issue) => complaint(issue.input) ?? '',
    ),
  );
}

function integer(min: number, max = Number.MAX_SAFE_INTEGER) {
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
  const message = `must be a whole number, ${range}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

const text = v.pipe(v.string('must be a string'), v.regex(/^[^\0\r\n]*$/, 'must not contain a line break'));
const name = v.pipe(text, v.minLength(1, 'must not be empty'));
const headerName = v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not a header name'));
const dnsServer = v.pipe(
  v.string('must be a string'),
  v.check(isDnsServer, "must be an IP address, with or without a port: '10.0.0.2', '10.0.0.2:53', '[fd00::2]:53'"),
);
const flag = v.picklist(['on', 'off'], "must be 'on' or 'off'");
const bool = v.boolean('must be true or false');
const time = readable(parseTime, "time: seconds, or nginx's syntax ('90s', '15m')");
const someBytes = readable((value) => {
  if (parseSize(value) === 0) throw new ConfigError('must be more than 0');
}, "size: bytes, or nginx's syntax ('8k', '1m')");
const size = readable(parseSize, "size: bytes, or nginx's syntax ('8k', '1m')");

function isDnsServer(text: string): boolean {
  const [, v6, v4] = /^(?:\[(.+)\](?::\d{1,5})?|([^:]+)(?::\d{1,5})?)$/.exec(text) ?? [];
  return isIP(v6 ?? v4 ?? text) !== 0;
}

const NEXT_UPSTREAM = [
  ...['error', 'timeout', 'invalid_header', 'http_500', 'http_502', 'http_503', 'http_504', 'http_403', 'http_404'],
  ...['http_429', 'non_idempotent', 'off'],
] as const;

const locationDirectives = {
  proxySetHeader: v.optional(
    record(headerName, v.union([text, v.array(text)], 'must be a string or a list of strings'), 'header lines'),
  ),
  proxyRedirect: v.optional(v.picklist(['default', 'off'], "must be 'default' or 'off'")),
  proxyHideHeader: v.optional(list(headerName, 'header names')),
  proxyPassHeader: v.optional(list(headerName, 'header names')),
  proxyConnectTimeout: v.optional(time),
  proxyReadTimeout: v.optional(time),
  proxySendTimeout: v.optional(time),
  proxyBufferSize: v.optional(someBytes),
  proxyRequestBuffering: v.optional(flag),
  proxyNextUpstream: v.optional(
    list(v.picklist(NEXT_UPSTREAM, `must be one of ${NEXT_UPSTREAM.join(', ')}`), 'conditions'),
  ),
  proxyNextUpstreamTries: v.optional(integer(0)),
  proxyNextUpstreamTimeout: v.optional(time),
  proxyIgnoreClientAbort: v.optional(flag),
  proxySocketKeepalive: v.optional(flag),
  proxySslVerify: v.optional(flag),
  proxySslServerName: v.optional(flag),
  proxySslName: v.optional(text),
  clientMaxBodySize: v.optional(size),
  clientBodyTimeout: v.optional(time),
  sendTimeout: v.optional(time),
  keepaliveTimeout: v.optional(time),
  keepaliveRequests: v.optional(integer(1)),
  keepaliveTime: v.optional(time),
  lingeringClose: v.optional(flag),
  lingeringTime: v.optional(time),
  lingeringTimeout: v.optional(time),
  resetTimedoutConnection: v.optional(flag),
  tcpNodelay: v.optional(flag),
  accessLog: v.optional(flag),
  serverTokens: v.optional(flag),
};

const serverDirectives = {
  clientHeaderTimeout: v.optional(time),
  clientHeaderBufferSize: v.optional(someBytes),
  largeClientHeaderBuffers: v.optional(object({ number: integer(1, 1024), size: someBytes })),
  maxHeaders: v.optional(integer(1)),
  underscoresInHeaders: v.optional(flag),
  ignoreInvalidHeaders: v.optional(flag),
  mergeSlashes: v.optional(flag),
  absoluteRedirect: v.optional(flag),
  portInRedirect: v.optional(flag),
};

const location = object({
  ...locationDirectives,
  proxyPass: v.optional(name),
  return: v.optional(object({ code: integer(200, 599), text: v.optional(text) })),
});

const listen = v.union([integer(0, 65_535), name], "must be a port, 'host:port' or 'unix:/path'");

const server = object({
  ...locationDirectives,
  ...serverDirectives,
  listen: v.union(
    [listen, v.pipe(v.array(listen), v.minLength(1))],
    "must be a port, 'host:port', 'unix:/path', or a list of these",
  ),
  serverName: v.optional(v.union([text, v.array(text)], 'must be a name or a list of names')),
  locations: record(v.string(), location, 'locations'),
});

const upstreamServer = object({
  address: name,
  weight: v.optional(integer(1)),
  maxConns: v.optional(integer(0)),
  maxFails: v.optional(integer(0)),
  failTimeout: v.optional(time),
  backup: v.optional(bool),
  down: v.optional(bool),
  resolve: v.optional(bool),
});

const upstream = object({
  servers: v.pipe(list(upstreamServer, 'servers'), v.minLength(1, 'needs at least one server')),
  keepalive: v.optional(integer(0)),
  keepaliveRequests: v.optional(integer(1)),
  keepaliveTime: v.optional(time),
  keepaliveTimeout: v.optional(time),
});

export const proxyConfigSchema = object({
  ...locationDirectives,
  ...serverDirectives,
  workerShutdownTimeout: v.optional(time),
  health: v.optional(object({ listen, path: v.optional(v.pipe(text, v.startsWith('/', 'must start with /'))) })),
  resolver: v.optional(object({ addresses: v.optional(list(dnsServer, 'DNS servers')), valid: v.optional(time) })),
  maps: v.optional(
    record(
      v.pipe(v.string(), v.regex(/^\$[a-z0-9_]+$/i, 'must be a variable, like $connection_upgrade')),
      object({ source: text, default: v.optional(text), values: record(v.string(), text, 'values') }),
      'maps',
    ),
  ),
  upstreams: v.optional(record(name, upstream, 'upstreams')),
  servers: v.pipe(list(server, 'servers'), v.minLength(1, 'needs at least one server')),
});
