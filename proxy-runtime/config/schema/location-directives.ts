import * as v from 'valibot';
import type { HeaderLines } from '../types.ts';
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
  size,
  someBytes,
  text,
  time,
  variables,
} from './values.ts';

/** Directives of http, server and location level, in the order of types/. */

const NEXT_UPSTREAM = [
  ...['error', 'timeout', 'invalid_header', 'http_500', 'http_502', 'http_503', 'http_504', 'http_403', 'http_404'],
  ...['http_429', 'non_idempotent', 'off'],
] as const;

const protocols = list(
  v.picklist(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], 'must be TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3'),
  'TLS versions',
);

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

const proxyDirectives = {
  proxySetHeader: v.optional(headerLines),
  proxyHttpVersion: v.optional(
    v.picklist(['1.0', '1.1'], ({ input }) =>
      typeof input === 'number' ? "must be a string, '1.0' or '1.1' with quotes" : "must be '1.0' or '1.1'",
    ),
  ),
  proxyMethod: v.optional(name),
  proxyPassRequestHeaders: v.optional(flag),
  proxyPassRequestBody: v.optional(flag),
  proxySetBody: v.optional(v.string('must be a string')),
  proxyRedirect: v.optional(
    v.union(
      [
        v.picklist(['default', 'off']),
        v.array(v.union([v.literal('default'), object({ from: name, to: text })], "must be 'default' or { from, to }")),
      ],
      "must be 'default', 'off', or a list of 'default' and { from, to }",
    ),
  ),
  proxyHideHeader: v.optional(list(headerName, 'header names')),
  proxyPassHeader: v.optional(list(headerName, 'header names')),
  proxyConnectTimeout: v.optional(time),
  proxyReadTimeout: v.optional(time),
  proxySendTimeout: v.optional(time),
  proxyBufferSize: v.optional(someBytes),
  proxyRequestBuffering: v.optional(flag),
  proxyLimitRate: v.optional(size),
  proxyNextUpstream: v.optional(
    list(v.picklist(NEXT_UPSTREAM, `must be one of ${NEXT_UPSTREAM.join(', ')}`), 'conditions'),
  ),
  proxyNextUpstreamTries: v.optional(integer(0)),
  proxyNextUpstreamTimeout: v.optional(time),
  proxyIgnoreClientAbort: v.optional(flag),
  proxyBind: v.optional(name),
  proxySocketKeepalive: v.optional(flag),
  earlyHints: v.optional(list(text, 'values')),
};

const proxySslDirectives = {
  proxySslVerify: v.optional(flag),
  proxySslTrustedCertificate: v.optional(name),
  proxySslCrl: v.optional(name),
  proxySslServerName: v.optional(flag),
  proxySslName: v.optional(text),
  proxySslCertificate: v.optional(name),
  proxySslCertificateKey: v.optional(name),
  proxySslPasswordFile: v.optional(name),
  proxySslProtocols: v.optional(protocols),
  proxySslCiphers: v.optional(name),
  proxySslSessionReuse: v.optional(flag),
};

const clientDirectives = {
  clientMaxBodySize: v.optional(size),
  clientBodyBufferSize: v.optional(size),
  clientBodyTempPath: v.optional(name),
  clientBodyTimeout: v.optional(time),
  sendTimeout: v.optional(time),
  keepaliveTimeout: v.optional(time),
  keepaliveHeaderTimeout: v.optional(time),
  keepaliveRequests: v.optional(integer(1)),
  keepaliveTime: v.optional(time),
  keepaliveMinTimeout: v.optional(time),
  lingeringClose: v.optional(v.picklist(['on', 'off', 'always'], "must be 'on', 'off' or 'always'")),
  lingeringTime: v.optional(time),
  lingeringTimeout: v.optional(time),
  resetTimedoutConnection: v.optional(flag),
  tcpNodelay: v.optional(flag),
};

const refusalStatus = integer(400, 599);
const refusalLevel = v.picklist(['info', 'notice', 'warn', 'error'], "must be 'info', 'notice', 'warn' or 'error'");

const accessDirectives = {
  access: v.optional(
    list(v.union([object({ allow: name }), object({ deny: name })], 'must be { allow } or { deny }'), 'rules'),
  ),
  satisfy: v.optional(v.picklist(['all', 'any'], "must be 'all' or 'any'")),
  authRequest: v.optional(name),
  authRequestSet: v.optional(variables),
  limitConn: v.optional(record(name, integer(1, 65_535), 'numbers by zone')),
  limitConnStatus: v.optional(refusalStatus),
  limitConnDryRun: v.optional(flag),
  limitConnLogLevel: v.optional(refusalLevel),
  limitReq: v.optional(
    list(
      object({
        zone: name,
        burst: v.optional(integer(0)),
        nodelay: v.optional(v.boolean('must be true or false')),
        delay: v.optional(integer(0)),
      }),
      'limits',
    ),
  ),
  limitReqStatus: v.optional(refusalStatus),
  limitReqDryRun: v.optional(flag),
  limitReqLogLevel: v.optional(refusalLevel),
};

const responseDirectives = {
  addHeader: v.optional(
    list(
      object({ name: headerName, value: text, always: v.optional(v.boolean('must be true or false')) }),
      'header lines',
    ),
  ),
  addHeaderInherit: v.optional(v.picklist(['on', 'off', 'merge'], "must be 'on', 'off' or 'merge'")),
  defaultType: v.optional(text),
  serverTokens: v.optional(flag),
  absoluteRedirect: v.optional(flag),
  portInRedirect: v.optional(flag),
  serverNameInRedirect: v.optional(flag),
};

const LEVELS = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'] as const;
const accessLog = object({ path: name, format: v.optional(name), if: v.optional(text) });
const errorLog = object({
  path: name,
  level: v.optional(v.picklist(LEVELS, `must be one of ${LEVELS.join(', ')}`)),
});

const logDirectives = {
  accessLog: v.optional(
    v.union(
      [v.picklist(['on', 'off']), oneOrMore(accessLog, 'must be a log')],
      "must be 'on', 'off', { path, format }, or a list of these",
    ),
  ),
  errorLog: v.optional(oneOrMore(errorLog, 'must be { path, level } or a list of these')),
};

export const resolverDirectives = {
  resolver: v.optional(
    object({
      addresses: v.optional(list(dnsServer, 'DNS servers')),
      valid: v.optional(time),
      ipv4: v.optional(flag),
      ipv6: v.optional(flag),
    }),
  ),
  resolverTimeout: v.optional(time),
};

export const locationDirectives = {
  ...proxyDirectives,
  ...proxySslDirectives,
  ...clientDirectives,
  ...accessDirectives,
  ...responseDirectives,
  ...logDirectives,
  ...resolverDirectives,
};

export const sslProtocols = protocols;
