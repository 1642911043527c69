import * as v from 'valibot';
import { HTTP_ONLY } from '../directives/http-only.ts';
import { MAIN } from '../directives/main.ts';
import { UPSTREAM, UPSTREAM_SERVER } from '../directives/upstream.ts';
import type { HttpOnlyDirectives, MainDirectives, UpstreamDirectives, UpstreamServerConfig } from '../types.ts';
import { options } from './kinds.ts';
import { locationDirectives, resolverDirectives } from './location-directives.ts';
import { listenAddress, server, serverDirectives } from './server.ts';
import { bool, list, name, object, record, size, text } from './values.ts';

/** The shape of a `ProxyConfig`. What shapes can't say (references, variables, contradictions) is checked by compile.ts. */

const upstreamServer = object({
  address: name,
  ...options<Omit<UpstreamServerConfig, 'address'>, typeof UPSTREAM_SERVER>(UPSTREAM_SERVER, {}),
});

const balancer = v.union(
  [
    v.picklist(['least_conn', 'ip_hash']),
    object({ hash: name, consistent: v.optional(bool) }),
    object({ random: v.picklist(['one', 'two'], "must be 'one' or 'two'") }),
  ],
  "must be 'least_conn', 'ip_hash', { hash } or { random }",
);

const upstream = object({
  ...resolverDirectives,
  servers: v.pipe(list(upstreamServer, 'servers'), v.minLength(1, 'needs at least one server')),
  ...options<UpstreamDirectives, typeof UPSTREAM>(UPSTREAM, { balancer }),
});

const map = object({
  source: text,
  default: v.optional(text),
  values: record(v.string(), text, 'values'),
  hostnames: v.optional(bool),
  volatile: v.optional(bool),
});

const logFormat = object({
  format: v.string('must be a string'),
  escape: v.optional(v.picklist(['default', 'json', 'none'], "must be 'default', 'json' or 'none'")),
});

const rate = v.pipe(v.string('must be a rate'), v.regex(/^[1-9]\d*r\/[sm]$/, "must be a rate: '10r/s', '30r/m'"));

const healthPath = v.pipe(text, v.startsWith('/', 'must start with /'));

export const proxyConfigSchema = object({
  ...locationDirectives,
  ...serverDirectives,
  ...options<MainDirectives, typeof MAIN>(MAIN, {}),
  health: v.optional(
    object({ listen: listenAddress, path: v.optional(healthPath), metricsPath: v.optional(healthPath) }),
  ),
  maps: v.optional(
    record(v.pipe(v.string(), v.regex(/^\$[a-z0-9_]+$/i, 'must be a variable, like $connection_upgrade')), map, 'maps'),
  ),
  ...options<HttpOnlyDirectives, typeof HTTP_ONLY>(HTTP_ONLY, {
    logFormats: record(name, logFormat, 'formats'),
    limitConnZone: record(name, object({ key: name, size }), 'zones'),
    limitReqZone: record(name, object({ key: name, size, rate }), 'zones'),
  }),
  upstreams: v.optional(record(name, upstream, 'upstreams')),
  servers: v.pipe(list(server, 'servers'), v.minLength(1, 'needs at least one server')),
});
