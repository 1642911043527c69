import type { LocationDirectives, ServerDirectives } from './types.ts';

/** nginx's defaults, those of the newest nginx where versions differ (proxy_http_version 1.1, upstream keepalive 32). */
export const LOCATION_DEFAULTS: Required<LocationDirectives> = {
  proxySetHeader: { Host: '$proxy_host' },
  proxyRedirect: 'default',
  proxyHideHeader: [],
  proxyPassHeader: [],
  proxyConnectTimeout: '60s',
  proxyReadTimeout: '60s',
  proxySendTimeout: '60s',
  proxyBufferSize: '4k',
  proxyRequestBuffering: 'on',
  proxyNextUpstream: ['error', 'timeout'],
  proxyNextUpstreamTries: 0,
  proxyNextUpstreamTimeout: 0,
  proxyIgnoreClientAbort: 'off',
  proxySocketKeepalive: 'off',
  proxySslVerify: 'off',
  proxySslServerName: 'off',
  proxySslName: '$proxy_host',
  clientMaxBodySize: '1m',
  clientBodyTimeout: '60s',
  sendTimeout: '60s',
  keepaliveTimeout: '75s',
  keepaliveRequests: 1000,
  keepaliveTime: '1h',
  lingeringClose: 'on',
  lingeringTime: '30s',
  lingeringTimeout: '5s',
  resetTimedoutConnection: 'off',
  tcpNodelay: 'on',
  accessLog: 'on',
  serverTokens: 'on',
};

export const SERVER_DEFAULTS: Required<ServerDirectives> = {
  clientHeaderTimeout: '60s',
  clientHeaderBufferSize: '1k',
  largeClientHeaderBuffers: { number: 4, size: '8k' },
  maxHeaders: 1000,
  underscoresInHeaders: 'off',
  ignoreInvalidHeaders: 'on',
  mergeSlashes: 'on',
  absoluteRedirect: 'on',
  portInRedirect: 'on',
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

/** The longest body that is read into memory before a backend is contacted; larger ones must be streamed. */
export const MAX_BUFFERED_BODY = 64 * 1024 ** 2;
