import type { LocationDirectives, RequestHeadDirectives } from './types.ts';

/** Location-level directives that are simply absent where nobody states them. */
type Absent =
  | 'proxyMethod'
  | 'proxySetBody'
  | 'proxySslTrustedCertificate'
  | 'proxySslCrl'
  | 'proxySslCertificate'
  | 'proxySslCertificateKey'
  | 'proxySslPasswordFile'
  | 'clientBodyTempPath'
  | 'keepaliveHeaderTimeout'
  | 'errorLog'
  | 'resolver';

export type DefaultedDirectives = Required<Omit<LocationDirectives, Absent>> & Pick<LocationDirectives, Absent>;

/** nginx's defaults, those of the newest nginx where versions differ (proxy_http_version 1.1, upstream keepalive 32). */
export const LOCATION_DEFAULTS: DefaultedDirectives = {
  proxySetHeader: { Host: '$proxy_host' },
  proxyHttpVersion: '1.1',
  proxyPassRequestHeaders: 'on',
  proxyPassRequestBody: 'on',
  proxyRedirect: 'default',
  proxyHideHeader: [],
  proxyPassHeader: [],
  proxyConnectTimeout: '60s',
  proxyReadTimeout: '60s',
  proxySendTimeout: '60s',
  proxyBufferSize: '4k',
  proxyRequestBuffering: 'on',
  proxyLimitRate: 0,
  proxyNextUpstream: ['error', 'timeout'],
  proxyNextUpstreamTries: 0,
  proxyNextUpstreamTimeout: 0,
  proxyIgnoreClientAbort: 'off',
  proxyBind: 'off',
  proxySocketKeepalive: 'off',
  earlyHints: [],
  proxySslVerify: 'off',
  proxySslServerName: 'off',
  proxySslName: '$proxy_host',
  proxySslProtocols: ['TLSv1.2', 'TLSv1.3'],
  proxySslCiphers: 'DEFAULT',
  proxySslSessionReuse: 'on',
  clientMaxBodySize: '1m',
  clientBodyBufferSize: '16k',
  clientBodyTimeout: '60s',
  sendTimeout: '60s',
  keepaliveTimeout: '75s',
  keepaliveRequests: 1000,
  keepaliveTime: '1h',
  keepaliveMinTimeout: 0,
  lingeringClose: 'on',
  lingeringTime: '30s',
  lingeringTimeout: '5s',
  resetTimedoutConnection: 'off',
  tcpNodelay: 'on',
  access: [],
  satisfy: 'all',
  authRequest: 'off',
  authRequestSet: {},
  limitConn: {},
  limitConnStatus: 503,
  limitConnDryRun: 'off',
  limitConnLogLevel: 'error',
  limitReq: [],
  limitReqStatus: 503,
  limitReqDryRun: 'off',
  limitReqLogLevel: 'error',
  addHeader: [],
  addHeaderInherit: 'on',
  defaultType: 'text/plain',
  serverTokens: 'on',
  absoluteRedirect: 'on',
  portInRedirect: 'on',
  serverNameInRedirect: 'off',
  accessLog: 'on',
  resolverTimeout: '30s',
};

export const SERVER_DEFAULTS: Required<RequestHeadDirectives> = {
  clientHeaderTimeout: '60s',
  clientHeaderBufferSize: '1k',
  largeClientHeaderBuffers: { number: 4, size: '8k' },
  maxHeaders: 1000,
  underscoresInHeaders: 'off',
  ignoreInvalidHeaders: 'on',
  mergeSlashes: 'on',
};

export const UPSTREAM_DEFAULTS = {
  keepalive: 32,
  keepaliveRequests: 1000,
  keepaliveTime: '1h',
  keepaliveTimeout: '60s',
} as const;

export const UPSTREAM_SERVER_DEFAULTS = {
  weight: 1,
  maxConns: 0,
  maxFails: 1,
  failTimeout: '10s',
  backup: false,
  down: false,
  resolve: false,
} as const;
