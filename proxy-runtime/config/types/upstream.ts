import type { ResolverDirectives } from './resolver-directives.ts';
import type { Time } from './values.ts';

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
  /** Used only when no other server is available; not with `hash`, `ipHash` and `random`. @default false */
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

/** How an upstream chooses its server; smooth weighted round robin where it says nothing. */
export type Balancer =
  /** The server with the fewest open connections for its weight. */
  | 'least_conn'
  /** By the client's address, the first three numbers of an IPv4 one. */
  | 'ip_hash'
  /** By a key with variables; `consistent` is ketama, with which most keys stay where they are when servers come and go. */
  | { readonly hash: string; readonly consistent?: boolean }
  /** At random by weight; with `two`, the one of two with the fewer connections. */
  | { readonly random: 'one' | 'two' };

/** One `upstream` block. */
export interface UpstreamConfig extends ResolverDirectives {
  readonly servers: readonly UpstreamServerConfig[];
  /** @default - smooth weighted round robin */
  readonly balancer?: Balancer;
  /** Idle connections kept to the servers; 0 keeps none. @default 32 */
  readonly keepalive?: number;
  /** @default 1000 */
  readonly keepaliveRequests?: number;
  /** @default '1h' */
  readonly keepaliveTime?: Time;
  /** @default '60s' */
  readonly keepaliveTimeout?: Time;
}
