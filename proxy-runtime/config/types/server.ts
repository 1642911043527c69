import type { RequestHeadDirectives } from '../directives/client.ts';
import type { RewriteDirectives } from '../directives/rewrite.ts';
import type { SslDirectives } from '../directives/ssl.ts';
import type { LocationDirectives, Locations } from './location.ts';
import type { Flag, Time } from './values.ts';

/** Directives of http and server level. */
export interface ServerDirectives extends RequestHeadDirectives, SslDirectives {}

/** TCP keep-alive probes with a time of their own: nginx's `so_keepalive=IDLE::`. */
export interface KeepaliveProbes {
  /** How long a silence the first waits for. */
  readonly idle: Time;
}

/** A `listen` with options. */
export interface ListenConfig {
  /** Port, `host:port`, `[v6]:port` or `unix:/path`; port 0 takes a free one. */
  readonly address: number | string;
  /** This server takes the requests to the address that no server is named by. @default - the first server of the address */
  readonly defaultServer?: boolean;
  /** TLS. @default false */
  readonly ssl?: boolean;
  /** TCP keep-alive probes to clients. @default 'off' */
  readonly soKeepalive?: Flag | KeepaliveProbes;
  /** An IPv6 address takes no IPv4 connections. @default 'on' */
  readonly ipv6only?: Flag;
}

/** One `server` block. */
export interface ServerConfig extends LocationDirectives, ServerDirectives, RewriteDirectives {
  /** Port, `host:port`, `[v6]:port` or `unix:/path`; port 0 takes a free one. */
  readonly listen: number | string | ListenConfig | (number | string | ListenConfig)[];
  /**
   * Names this server answers to: exact, `*.example.com`, `.example.com`, `www.example.*`, or a regular expression after `~`. The first server of an
   * address is its default. @default ['']
   */
  readonly serverName?: string | string[];
  /** Locations, by modifier and path. What none of them takes is answered 404. */
  readonly locations: Locations;
}
