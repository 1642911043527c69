import type { Flag, Time } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** nginx's `resolver`: where names are looked up while the proxy runs. */
export interface ResolverConfig {
  /** DNS servers, `address` or `address:port`; a name is looked up once, by the system. @default - the system's own resolver, hosts file included */
  readonly addresses?: string[];
  /** How long an answer is used. @default - the answer's time to live; 5 s with the system's resolver, which does not tell it; at least 1 s */
  readonly valid?: Time;
  /** Look up IPv4 addresses. @default 'on' */
  readonly ipv4?: Flag;
  /** Look up IPv6 addresses. @default 'on' */
  readonly ipv6?: Flag;
}

/** http, server and location level, and upstream blocks. */
export interface ResolverDirectives {
  /** For servers with `resolve` (without it they use the system's resolver), and for a proxyPass whose host has variables. @default - none */
  readonly resolver?: ResolverConfig;
  /** How long an answer may take. @default '30s' */
  readonly resolverTimeout?: Time;
}

export const RESOLVER = {
  resolver: { kind: 'own' },
  resolverTimeout: { kind: 'time', default: '30s' },
} satisfies Directives<ResolverDirectives>;
