import * as v from 'valibot';
import { SERVER_DIRECTIVES } from '../directives/families.ts';
import { LOCATION_ONLY } from '../directives/location-only.ts';
import { REWRITE } from '../directives/rewrite.ts';
import type { LocationOnlyDirectives, Locations, RewriteDirectives, ServerDirectives } from '../types.ts';
import { options } from './kinds.ts';
import { locationDirectives } from './location-directives.ts';
import { bool, flag, integer, name, object, oneOrMore, record, someBytes, text, time, variables } from './values.ts';

/** Directives of http and server level. */
export const serverDirectives = options<ServerDirectives, typeof SERVER_DIRECTIVES>(SERVER_DIRECTIVES, {
  largeClientHeaderBuffers: object({ number: integer(1, 1024), size: someBytes }),
});

const rewriteDirectives = options<RewriteDirectives, typeof REWRITE>(REWRITE, {
  set: variables,
  return: object({ code: integer(200, 999), text: v.optional(v.string('must be a string')) }, returnOfNginx),
});

/** What follows `return` in an nginx.conf: a code, a code with its text, or a URL. */
function returnOfNginx(value: string | number): object {
  const [, code, text = code === undefined ? value : undefined] = /^(\d{3})(?:\s+(.+))?$/.exec(String(value)) ?? [];
  return { code: Number(code ?? 302), text };
}

const locations: v.GenericSchema<Locations> = record(
  v.string(),
  v.lazy(() => location),
  'locations',
) as v.GenericSchema<Locations>;

const location = object(
  {
    ...locationDirectives,
    ...rewriteDirectives,
    ...options<LocationOnlyDirectives, typeof LOCATION_ONLY>(LOCATION_ONLY, {}),
    locations: v.optional(locations),
  },
  (proxyPass) => (typeof proxyPass === 'string' ? { proxyPass } : undefined),
);

/** A place to listen on: a port, `host:port` or `unix:/path`. */
export const listenAddress = v.union([integer(0, 65_535), name], "must be a port, 'host:port' or 'unix:/path'");

const listen = v.union(
  [
    listenAddress,
    object({
      address: listenAddress,
      defaultServer: v.optional(bool),
      ssl: v.optional(bool),
      soKeepalive: v.optional(v.union([flag, object({ idle: time })], "must be 'on', 'off' or { idle }")),
      ipv6only: v.optional(flag),
    }),
  ],
  "must be a port, 'host:port', 'unix:/path' or { address }",
);

export const server = object({
  ...locationDirectives,
  ...serverDirectives,
  ...rewriteDirectives,
  listen: oneOrMore(listen, "must be a port, 'host:port', 'unix:/path', { address }, or a list of these"),
  serverName: v.optional(v.union([text, v.array(text)], 'must be a name or a list of names')),
  locations,
});
