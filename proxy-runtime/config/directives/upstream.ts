import type { Time } from '../types/values.ts';
import type { Directives } from './directive.ts';
import type { ResolverDirectives } from './resolver.ts';

/** One `server` line of an `upstream` block. */
export interface UpstreamServerConfig {
  /** `host`, `host:port`, `[v6]:port` or `unix:/path`. @default port 80 */
  readonly address: string;
  /** How many requests it gets, beside the others. @default 1 */
  readonly weight?: number;
  /** Connections at a time, tunnels included; 0 is no limit. @default 0 */
  readonly maxConns?: number;
  /** Failures within `failTimeout` after which the server is left out for `failTimeout`; 0 never. @default 1 */
  readonly maxFails?: number;
  /** How long `maxFails` failures are counted, and how long the server is left out for them. @default '10s' */
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

/** The parameters of a `server` line. */
export const UPSTREAM_SERVER = {
  weight: { kind: 'count', from: 1, default: 1 },
  maxConns: { kind: 'count', from: 0, default: 0 },
  maxFails: { kind: 'count', from: 0, default: 1 },
  failTimeout: { kind: 'seconds', default: '10s' },
  backup: { kind: 'presence', default: false },
  down: { kind: 'presence', default: false },
  resolve: { kind: 'presence', default: false },
} satisfies Directives<Omit<UpstreamServerConfig, 'address'>>;

/** nginx's `hash`: the server is chosen by a key. */
export interface HashBalancer {
  /** The key, with variables. */
  readonly hash: string;
  /** Whether most keys stay where they are when servers come and go, which is ketama. @default false */
  readonly consistent?: boolean;
}

/** nginx's `random`: the server is chosen at random, by weight. */
export interface RandomBalancer {
  /** With `two`, the one of two with the fewer connections. */
  readonly random: 'one' | 'two';
}

/** How an upstream chooses its server; smooth weighted round robin where it says nothing. */
export type Balancer =
  /** The server with the fewest open connections for its weight. */
  | 'least_conn'
  /** By the client's address, the first three numbers of an IPv4 one. */
  | 'ip_hash'
  | HashBalancer
  | RandomBalancer;

/** The directives of an upstream block, but for its servers and its resolver. */
export interface UpstreamDirectives {
  /** How a server is chosen. @default - smooth weighted round robin */
  readonly balancer?: Balancer;
  /** Idle connections kept to the servers; 0 keeps none. @default 32 */
  readonly keepalive?: number;
  /** How many requests one connection to a server may take. @default 1000 */
  readonly keepaliveRequests?: number;
  /** How long one connection to a server may take new requests. @default '1h' */
  readonly keepaliveTime?: Time;
  /** How long an idle connection to a server is kept. @default '60s' */
  readonly keepaliveTimeout?: Time;
}

/** One `upstream` block. */
export interface UpstreamConfig extends ResolverDirectives, UpstreamDirectives {
  /** The servers, one at least. */
  readonly servers: UpstreamServerConfig[];
}

export const UPSTREAM = {
  balancer: { kind: 'own' },
  keepalive: { kind: 'count', from: 0, default: 32 },
  keepaliveRequests: { kind: 'count', from: 1, default: 1000 },
  keepaliveTime: { kind: 'time', default: '1h' },
  keepaliveTimeout: { kind: 'time', default: '60s' },
} satisfies Directives<UpstreamDirectives>;
