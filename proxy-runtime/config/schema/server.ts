import * as v from 'valibot';
import type { Locations } from '../types.ts';
import { locationDirectives, sslProtocols } from './location-directives.ts';
import { bool, flag, integer, name, object, oneOrMore, record, someBytes, text, time, variables } from './values.ts';

const requestHeadDirectives = {
  clientHeaderTimeout: v.optional(time),
  clientHeaderBufferSize: v.optional(someBytes),
  largeClientHeaderBuffers: v.optional(object({ number: integer(1, 1024), size: someBytes })),
  maxHeaders: v.optional(integer(1)),
  underscoresInHeaders: v.optional(flag),
  ignoreInvalidHeaders: v.optional(flag),
  mergeSlashes: v.optional(flag),
};

const file = oneOrMore(name, 'must be a file name or a list of file names');

const sslDirectives = {
  sslCertificate: v.optional(file),
  sslCertificateKey: v.optional(file),
  sslPasswordFile: v.optional(name),
  sslProtocols: v.optional(sslProtocols),
  sslCiphers: v.optional(name),
  sslPreferServerCiphers: v.optional(flag),
  sslEcdhCurve: v.optional(name),
  sslDhparam: v.optional(name),
  sslSessionTimeout: v.optional(time),
  sslSessionTickets: v.optional(flag),
  sslClientCertificate: v.optional(name),
  sslTrustedCertificate: v.optional(name),
  sslCrl: v.optional(name),
  sslVerifyClient: v.optional(
    v.picklist(['on', 'off', 'optional', 'optional_no_ca'], "must be 'on', 'off', 'optional' or 'optional_no_ca'"),
  ),
  sslRejectHandshake: v.optional(flag),
};

/** The names of nginx's `ssl_…` directives. */
export const SSL_DIRECTIVES: readonly string[] = Object.keys(sslDirectives);

export const serverDirectives = { ...requestHeadDirectives, ...sslDirectives };

const rewriteDirectives = {
  set: v.optional(variables),
  return: v.optional(
    object({ code: integer(200, 999), text: v.optional(v.string('must be a string')) }, returnOfNginx),
  ),
};

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
    proxyPass: v.optional(name),
    internal: v.optional(bool),
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
