import type { Flag, HeaderLines, Size, Time } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** What `proxyNextUpstream` can name. */
export const NEXT_UPSTREAM = [
  'error',
  'timeout',
  'invalid_header',
  'http_500',
  'http_502',
  'http_503',
  'http_504',
  'http_403',
  'http_404',
  'http_429',
  'non_idempotent',
  'off',
] as const;

/** What `proxyNextUpstream` can name: the outcomes of an attempt after which the next server is tried. */
export type NextUpstreamCondition = (typeof NEXT_UPSTREAM)[number];

/** One `proxy_redirect FROM TO`: `from` is a prefix, or a regular expression after `~` or `~*`; both may contain variables. */
export interface RedirectRule {
  /** What the header begins with, or a regular expression for it. */
  readonly from: string;
  /** What takes the place of that. */
  readonly to: string;
}

/** nginx's `proxy_…` directives: http, server and location level. */
export interface ProxyDirectives {
  /**
   * Header lines set on the request to the backend, in this order; values may contain variables.
   * As in nginx, an empty value removes the header, and a level that has this directive inherits none of the outer level's lines.
   *
   * @default `{ Host: '$proxy_host' }`, and no Upgrade or Connection
   */
  readonly proxySetHeader?: HeaderLines;
  /** The version of HTTP that is spoken to backends. 1.0 has no kept connections. @default '1.1' */
  readonly proxyHttpVersion?: '1.0' | '1.1';
  /** The method of the request to the backend; may contain variables. @default - the client's */
  readonly proxyMethod?: string;
  /** Pass the client's headers on. @default 'on' */
  readonly proxyPassRequestHeaders?: Flag;
  /** Pass the client's body on. @default 'on' */
  readonly proxyPassRequestBody?: Flag;
  /** A body that replaces the client's; may contain variables. @default - the client's */
  readonly proxySetBody?: string;
  /**
   * `default`: a backend's `Location` or `Refresh` that begins with the proxyPass URL is rewritten to the location's path. `off` leaves them.
   * A list is tried in order.
   *
   * @default 'default'
   */
  readonly proxyRedirect?: 'default' | 'off' | ('default' | RedirectRule)[];
  /** Response headers of the backend that are not passed on, besides nginx's own list. @default [] */
  readonly proxyHideHeader?: string[];
  /** Response headers of nginx's hidden list (Date, Server, X-Pad, X-Accel-…) that are passed on. @default [] */
  readonly proxyPassHeader?: string[];
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
  /** `on`: read a request's body completely before a backend is contacted. `off`: stream it. @default 'on' */
  readonly proxyRequestBuffering?: Flag;
  /** Bytes of a response that are read from the backend in a second, 0 for no limit; tunnels are not limited. @default 0 */
  readonly proxyLimitRate?: Size;
  /** After which outcomes the next server is tried. @default ['error', 'timeout'] */
  readonly proxyNextUpstream?: NextUpstreamCondition[];
  /** How many servers are tried at most; 0 is all of them. @default 0 */
  readonly proxyNextUpstreamTries?: number;
  /** How long after the first attempt another may start; 0 is for ever. @default 0 */
  readonly proxyNextUpstreamTimeout?: Time;
  /** Keep a backend request going after its client has gone. @default 'off' */
  readonly proxyIgnoreClientAbort?: Flag;
  /** The local address of connections to backends, with a port if need be; may contain variables. `off` leaves it to the system. @default 'off' */
  readonly proxyBind?: string;
  /** TCP keep-alive probes on the connection to the backend, the first after 60 s of silence. @default 'off' */
  readonly proxySocketKeepalive?: Flag;
  /** Pass a backend's 103 (Early Hints) on if one of these values is neither empty nor `0`. @default [], 103 is skipped */
  readonly earlyHints?: string[];
}

export const PROXY = {
  proxySetHeader: { kind: 'own', default: { Host: '$proxy_host' } },
  proxyHttpVersion: { kind: 'own', default: '1.1' },
  proxyMethod: { kind: 'name' },
  proxyPassRequestHeaders: { kind: 'flag', default: 'on' },
  proxyPassRequestBody: { kind: 'flag', default: 'on' },
  proxySetBody: { kind: 'lines' },
  proxyRedirect: { kind: 'own', default: 'default' },
  proxyHideHeader: { kind: 'headerNames', default: [] },
  proxyPassHeader: { kind: 'headerNames', default: [] },
  proxyConnectTimeout: { kind: 'time', default: '60s' },
  proxyReadTimeout: { kind: 'time', default: '60s' },
  proxySendTimeout: { kind: 'time', default: '60s' },
  proxyBufferSize: { kind: 'buffer', default: '4k' },
  proxyRequestBuffering: { kind: 'flag', default: 'on' },
  proxyLimitRate: { kind: 'size', default: 0 },
  proxyNextUpstream: { kind: 'own', default: ['error', 'timeout'] },
  proxyNextUpstreamTries: { kind: 'count', from: 0, default: 0 },
  proxyNextUpstreamTimeout: { kind: 'time', default: 0 },
  proxyIgnoreClientAbort: { kind: 'flag', default: 'off' },
  proxyBind: { kind: 'name', default: 'off' },
  proxySocketKeepalive: { kind: 'flag', default: 'off' },
  earlyHints: { kind: 'texts', default: [], since: '1.29.0' },
} satisfies Directives<ProxyDirectives>;

/** nginx's `proxy_ssl_…` directives: TLS to `https://` backends. File names are relative to the working directory. */
export interface ProxySslDirectives {
  /** Verify the backend's certificate. @default 'off' */
  readonly proxySslVerify?: Flag;
  /** A PEM file with the authorities that are trusted. @default - Node's own roots */
  readonly proxySslTrustedCertificate?: string;
  /** A PEM file with revoked certificates. @default - none */
  readonly proxySslCrl?: string;
  /** Send the backend's host name (SNI). @default 'off' */
  readonly proxySslServerName?: Flag;
  /** The name to verify and to send as SNI; may contain variables. @default '$proxy_host' */
  readonly proxySslName?: string;
  /** A PEM file with the certificate shown to the backend. @default - none */
  readonly proxySslCertificate?: string;
  /** The PEM file with its key. */
  readonly proxySslCertificateKey?: string;
  /** A file with passphrases for the key, one in a line. @default - none */
  readonly proxySslPasswordFile?: string;
  /** The TLS versions that may be used: `TLSv1`, `TLSv1.1`, `TLSv1.2`, `TLSv1.3`. @default ['TLSv1.2', 'TLSv1.3'] */
  readonly proxySslProtocols?: string[];
  /** Ciphers in OpenSSL's format. @default 'DEFAULT' */
  readonly proxySslCiphers?: string;
  /** Resume TLS sessions. @default 'on' */
  readonly proxySslSessionReuse?: Flag;
}

export const PROXY_SSL = {
  proxySslVerify: { kind: 'flag', default: 'off' },
  proxySslTrustedCertificate: { kind: 'file' },
  proxySslCrl: { kind: 'file' },
  proxySslServerName: { kind: 'flag', default: 'off' },
  proxySslName: { kind: 'text', default: '$proxy_host' },
  proxySslCertificate: { kind: 'file' },
  proxySslCertificateKey: { kind: 'file' },
  proxySslPasswordFile: { kind: 'file' },
  proxySslProtocols: { kind: 'tlsVersions', default: ['TLSv1.2', 'TLSv1.3'] },
  proxySslCiphers: { kind: 'name', default: 'DEFAULT' },
  proxySslSessionReuse: { kind: 'flag', default: 'on' },
} satisfies Directives<ProxySslDirectives>;
