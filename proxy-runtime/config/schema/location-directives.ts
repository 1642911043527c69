import * as v from 'valibot';
import { LOCATION_DIRECTIVES } from '../directives/families.ts';
import { LOG_LEVELS } from '../directives/logs.ts';
import { NEXT_UPSTREAM } from '../directives/proxy.ts';
import { RESOLVER } from '../directives/resolver.ts';
import type { HeaderLines, LocationDirectives, ResolverDirectives } from '../types.ts';
import { options, type OwnShapes } from './kinds.ts';
import {
  dnsServer,
  flag,
  headerName,
  integer,
  list,
  name,
  object,
  oneOrMore,
  record,
  text,
  time,
  variables,
} from './values.ts';

const headerRecord = record(
  headerName,
  v.union([text, v.array(text)], 'must be a string or a list of strings'),
  'header lines',
);
const headerList = v.array(object({ name: headerName, value: text }));

/** Either form, chosen by what is there, so that what is wrong is said of its place. */
const headerLines = v.lazy(
  (input): v.GenericSchema<HeaderLines> =>
    (Array.isArray(input) ? headerList : headerRecord) as v.GenericSchema<HeaderLines>,
);

/** The other word of a rule that has one of two. */
const absent = v.optional(v.undefined());

const accessLog = object({ path: name, format: v.optional(name), if: v.optional(text) });
const errorLog = object({
  path: name,
  level: v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)),
});

const resolver = object({
  addresses: v.optional(list(dnsServer, 'DNS servers')),
  valid: v.optional(time),
  ipv4: v.optional(flag),
  ipv6: v.optional(flag),
});

const OWN: OwnShapes<LocationDirectives, typeof LOCATION_DIRECTIVES> = {
  proxySetHeader: headerLines,
  proxyHttpVersion: v.picklist(['1.0', '1.1'], ({ input }) =>
    typeof input === 'number' ? "must be a string, '1.0' or '1.1' with quotes" : "must be '1.0' or '1.1'",
  ),
  proxyRedirect: v.union(
    [
      v.picklist(['default', 'off']),
      v.array(v.union([v.literal('default'), object({ from: name, to: text })], "must be 'default' or { from, to }")),
    ],
    "must be 'default', 'off', or a list of 'default' and { from, to }",
  ),
  proxyNextUpstream: list(v.picklist(NEXT_UPSTREAM, `must be one of ${NEXT_UPSTREAM.join(', ')}`), 'conditions'),
  access: list(
    v.union(
      [object({ allow: name, deny: absent }), object({ allow: absent, deny: name })],
      'must be { allow } or { deny }',
    ),
    'rules',
  ),
  authRequestSet: variables,
  limitConn: record(name, integer(1, 65_535), 'numbers by zone'),
  limitReq: list(
    object({
      zone: name,
      burst: v.optional(integer(0)),
      nodelay: v.optional(v.boolean('must be true or false')),
      delay: v.optional(integer(0)),
    }),
    'limits',
  ),
  addHeader: list(
    object({ name: headerName, value: text, always: v.optional(v.boolean('must be true or false')) }),
    'header lines',
  ),
  accessLog: v.union(
    [v.picklist(['on', 'off']), oneOrMore(accessLog, 'must be a log')],
    "must be 'on', 'off', { path, format }, or a list of these",
  ),
  errorLog: oneOrMore(errorLog, 'must be { path, level } or a list of these'),
  resolver,
};

/** Directives of http, server and location level. */
export const locationDirectives = options<LocationDirectives, typeof LOCATION_DIRECTIVES>(LOCATION_DIRECTIVES, OWN);

export const resolverDirectives = options<ResolverDirectives, typeof RESOLVER>(RESOLVER, { resolver });
