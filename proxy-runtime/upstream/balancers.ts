import type { BalancerSettings } from '../compile/balancer.ts';
import type { Request } from '../request/request.ts';
import type { Balancer } from './balancer.ts';
import { ConsistentHash } from './consistent-hash.ts';
import { Hash } from './hash.ts';
import { IpHash } from './ip-hash.ts';
import { pickLeastConn } from './least-conn.ts';
import { RandomChoice } from './random.ts';
import { pickRoundRobin } from './round-robin.ts';

export const ROUND_ROBIN: Balancer = { pick: pickRoundRobin };

const LEAST_CONN: Balancer = { pick: pickLeastConn };

/** The balancer for a request: hashes remember how far they have come. */
export function balancerFor(settings: BalancerSettings, request: Request): Balancer {
  switch (settings.kind) {
    case 'round_robin':
      return ROUND_ROBIN;
    case 'least_conn':
      return LEAST_CONN;
    case 'ip_hash':
      return new IpHash(request.client.remoteAddress);
    case 'hash':
      return settings.consistent ? new ConsistentHash(settings.key(request)) : new Hash(settings.key(request));
    case 'random':
      return new RandomChoice(settings.two);
  }
}
