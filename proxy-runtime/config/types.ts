/**
 * The proxy's configuration, as data: nginx's directives in camelCase, with nginx's meaning, inheritance and defaults.
 *
 * It is plain JSON, so that it can travel in a container's command. `parseProxyConfig` checks it; see `defaults.ts` for every default.
 */

/** A time in nginx's syntax (`'90s'`, `'1h30m'`, `'500ms'`), or a number of seconds. */
export type Time = string | number;

/** A size in nginx's syntax (`'8k'`, `'1m'`), or a number of bytes. */
export type Size = string | number;

/** nginx's `on | off`. */
export type Flag = 'on' | 'off';

/** What `proxyNextUpstream` can name: the outcomes of an attempt after which the next server is tried. */
export type NextUpstreamCondition =
  | 'error'
  | 'timeout'
  | 'invalid_header'
  | 'http_500'
  | 'http_502'
  | 'http_503'
  | 'http_504'
  | 'http_403'
  | 'http_404'
  | 'http_429'
  | 'non_idempotent'
  | 'off';

/** Directives of http, server and location level; an inner level overrides an outer one, directive by directive. */
export interface LocationDirectives {
  /**
   * Header lines set on the request to the backend, in this order; values may contain variables.
   * As in nginx, an empty value removes the header, and a level that has this directive inherits none of the outer level's lines.
   *
   * @default `{ Host: '$proxy_host' }`, and no Upgrade or Connection
   */
  readonly proxySetHeader?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * `default`: a backend's `Location` or `Refresh` that begins with the proxyPass URL is rewritten to the location's path. `off` leaves them.
   * @default 'default'
   */
  readonly proxyRedirect?: 'default' | 'off';
  /** Response headers of the backend that are not passed on, besides nginx's own list. @default [] */
  readonly proxyHideHeader?: readonly string[];
  /** Response headers of nginx's hidden list (Date, Server, X-Pad, X-Accel-…) that are passed on. @default [] */
  readonly proxyPassHeader?: readonly string[];
  /** The longest wait for a TCP (and TLS) connection to a backend; then 504 or the next server. @default '60s' */
  readonly proxyConnectTimeout?: Time;
  /**
   * Before the response head: the longest wait for it, then 504. In a tunnel: how long nothing may move in either direction.
   * @default '60s'
   */
  readonly proxyReadTimeout?: Time;
  /** How long a write to the backend may be blocked. @default '60s' */
  readonly proxySendTimeout?: Time;
  /** The largest response head a backend may send; beyond it 502. @default '4k', one memory page */
  readonly proxyBufferSize?: Size;
  /** `on`: read a request's body completely, into memory, before a backend is contacted. `off`: stream it. @default 'on' */
  readonly proxyRequestBuffering?: Flag;
  /** After which outcomes the next server is tried. @default ['error', 'timeout'] */
  readonly proxyNextUpstream?: readonly NextUpstreamCondition[];
  /** How many servers are tried at most; 0 is all of them. @default 0 */
  readonly proxyNextUpstreamTries?: number;
  /** How long after the first attempt another may start; 0 is for ever. @default 0 */
  readonly proxyNextUpstreamTimeout?: Time;
  /** Keep a backend request going after its client has gone. @default 'off' */
  readonly proxyIgnoreClientAbort?: Flag;
  /** TCP keep-alive probes on the connection to the backend, the first after 60 s of silence. @default 'off' */
  readonly proxySocketKeepalive?: Flag;
  /** Verify an `https://` backend's certificate against the system's roots. @default 'off' */
  readonly proxySslVerify?: Flag;
  /** Send the backend's host name to an `https://` backend (SNI). @default 'off' */
  readonly proxySslServerName?: Flag;
  /** The name to verify and to send as SNI. @default '$proxy_host' */
  readonly proxySslName?: string;
  /** The largest request body, 0 for no limit; beyond it 413. @default '1m' */
  readonly clientMaxBodySize?: Size;
  /** The longest pause between two reads of a request's body. @default '60s' */
  readonly clientBodyTimeout?: Time;
  /** How long a write to the client may be blocked. @default '60s' */
  readonly sendTimeout?: Time;
  /** How long an idle client connection is kept for its next request; 0 closes it after each response. @default '75s' */
  readonly keepaliveTimeout?: Time;
  /** How many requests one client connection may make. @default 1000 */
  readonly keepaliveRequests?: number;
  /** How long one client connection may take new requests. @default '1h' */
  readonly keepaliveTime?: Time;
  /** Wait for more data from a client that is being closed, so that it can read the answer. @default 'on' */
  readonly lingeringClose?: Flag;
  /** How long a lingering close may take altogether. @default '30s' */
  readonly lingeringTime?: Time;
  /** How long a lingering close waits for more data. @default '5s' */
  readonly lingeringTimeout?: Time;
  /** Close a connection that timed out with RST instead of FIN. @default 'off' */
  readonly resetTimedoutConnection?: Flag;
  /** TCP_NODELAY on both connections of a tunnel. @default 'on' */
  readonly tcpNodelay?: Flag;
  /** Write an access-log line for every request and tunnel. @default 'on' */
  readonly accessLog?: Flag;
  /** Name the version in the `Server` header and on error pages. @default 'on' */
  readonly serverTokens?: Flag;
}

/** Directives of http and server level that concern reading a request's head. */
export interface ServerDirectives {
  /** The longest wait for a complete request head, from the connection's (or request's) first moment. @default '60s' */
  readonly clientHeaderTimeout?: Time;
  /** The first buffer for a request's head. @default '1k' */
  readonly clientHeaderBufferSize?: Size;
  /** The buffers for long request lines and headers; a line must fit one of them. @default `{ number: 4, size: '8k' }` */
  readonly largeClientHeaderBuffers?: { readonly number: number; readonly size: Size };
  /** How many header lines a request may have. @default 1000 */
  readonly maxHeaders?: number;
  /** Accept header names with `_`. @default 'off', such lines are dropped */
  readonly underscoresInHeaders?: Flag;
  /** Drop header lines with invalid names; `off` passes them on. @default 'on' */
  readonly ignoreInvalidHeaders?: Flag;
  /** Take several slashes in a row as one when a location is looked for. @default 'on' */
  readonly mergeSlashes?: Flag;
  /** Make redirects of the proxy's own absolute. @default 'on' */
  readonly absoluteRedirect?: Flag;
  /** Name the listening port in them. @default 'on' */
  readonly portInRedirect?: Flag;
}

/** nginx's `return CODE [TEXT | URL]`. */
export interface ReturnDirective {
  /** The status, 100 to 599; 444 closes the connection without an answer. */
  readonly code: number;
  /** The body, or for 301, 302, 303, 307 and 308 the URL; may contain variables. @default - the status's own page */
  readonly text?: string;
}

/** One `location` block; its key in `locations` is nginx's, modifier included: `/chat/`, `= /exact`, `^~ /static/`, `~ ^/re`, `~* ^/re`. */
export interface LocationConfig extends LocationDirectives {
  /** The backend: `http://host:port`, `http://upstream-name/uri/`, `https://…`, `http://unix:/path:`. Exactly one of this and `return`. */
  readonly proxyPass?: string;
  /** Answer without a backend. */
  readonly return?: ReturnDirective;
}

/** One `server` block. */
export interface ServerConfig extends LocationDirectives, ServerDirectives {
  /** Port, `host:port`, `[v6]:port` or `unix:/path`; port 0 takes a free one. */
  readonly listen: number | string | readonly (number | string)[];
  /** Names this server answers to: exact, `*.example.com` or `www.example.*`. The first server of an address is its default. @default [''] */
  readonly serverName?: string | readonly string[];
  /** Locations, by modifier and path. */
  readonly locations: Readonly<Record<string, LocationConfig>>;
}

/** One `server` line of an `upstream` block. */
export interface UpstreamServerConfig {
  /** `host`, `host:port`, `[v6]:port` or `unix:/path`. @default port 80 */
  readonly address: string;
  /** @default 1 */
  readonly weight?: number;
  /** Connections at a time, tunnels included; 0 is no limit. @default 0 */
  readonly maxConns?: number;
  /** Failures within `failTimeout` after which the server is left out for `failTimeout`; 0 never. @default 1 */
  readonly maxFails?: number;
  /** @default '10s' */
  readonly failTimeout?: Time;
  /** Used only when no other server is available. @default false */
  readonly backup?: boolean;
  /** Never used. @default false */
  readonly down?: boolean;
  /**
   * Follow the name: resolve it again whenever the answer's time to live (or `resolver.valid`) is over, and start even if it does not
   * resolve yet. Without it a name is resolved once, at start, and one that does not resolve refuses the start.
   * @default false
   */
  readonly resolve?: boolean;
}

/** One `upstream` block: smooth weighted round robin over its servers. */
export interface UpstreamConfig {
  readonly servers: readonly UpstreamServerConfig[];
  /** Idle connections kept to the servers; 0 keeps none. @default 32 */
  readonly keepalive?: number;
  /** @default 1000 */
  readonly keepaliveRequests?: number;
  /** @default '1h' */
  readonly keepaliveTime?: Time;
  /** @default '60s' */
  readonly keepaliveTimeout?: Time;
}

/** nginx's `map SOURCE $variable { … }`: string keys, compared without regard to case. */
export interface MapConfig {
  /** What is looked up, usually one variable: `$http_upgrade`. */
  readonly source: string;
  /** The value when no key matches. @default '' */
  readonly default?: string;
  /** Values by key; the key `''` matches an absent or empty source. */
  readonly values: Readonly<Record<string, string>>;
}

/** Where names with `resolve` are looked up. */
export interface ResolverConfig {
  /** DNS servers, `address` or `address:port`. @default - the system's own resolver, hosts file included */
  readonly addresses?: readonly string[];
  /** How long an answer is used. @default - the answer's time to live; 5 s with the system's resolver, which does not tell it; at least 1 s */
  readonly valid?: Time;
}

/** The health endpoint: 200 while the proxy takes connections, 503 once it drains. Ours; nginx has no word for it. */
export interface HealthConfig {
  /** Port or `host:port`, apart from the proxied ones so that no path of a backend is taken and nothing is exposed. */
  readonly listen: number | string;
  /** @default '/healthz' */
  readonly path?: string;
}

/** The whole configuration: nginx's main and http levels. */
export interface ProxyConfig extends LocationDirectives, ServerDirectives {
  /** How long connections may go on after a drain or reload began; then they are closed. @default - for ever */
  readonly workerShutdownTimeout?: Time;
  /** @default - no health endpoint */
  readonly health?: HealthConfig;
  /** @default - the system's resolver */
  readonly resolver?: ResolverConfig;
  /** Variables made from others, by name: `{ $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': 'close' } } }`. */
  readonly maps?: Readonly<Record<string, MapConfig>>;
  /** Groups of backend servers, by the name `proxyPass` uses. */
  readonly upstreams?: Readonly<Record<string, UpstreamConfig>>;
  readonly servers: readonly ServerConfig[];
}
