import type { BalancerSettings } from '../../../proxy-runtime/compile/balancer.ts';
import type { UpstreamServerSettings } from '../../../proxy-runtime/compile/upstreams.ts';
import { BalancedChoice } from '../../../proxy-runtime/upstream/balanced-choice.ts';
import { balancerFor } from '../../../proxy-runtime/upstream/balancers.ts';
import { Peer } from '../../../proxy-runtime/upstream/peer.ts';
import type { PeerChoice } from '../../../proxy-runtime/upstream/peer-group.ts';
import { Peers } from '../../../proxy-runtime/upstream/peer-list.ts';
import { makeRequest, type RequestDetails } from './request.ts';

/** A peer that nobody ever connects to. */
export function peer(name: string, settings: Partial<UpstreamServerSettings> = {}): Peer {
  const address = { host: '127.0.0.1', port: 1 };
  return new Peer(
    {
      name,
      address: { kind: 'tcp', ...address },
      weight: 1,
      maxConns: 0,
      maxFails: 1,
      failTimeout: 10_000,
      backup: false,
      down: false,
      resolve: false,
      ...settings,
    },
    name,
    address,
  );
}

/** How requests choose among peers; what is logged goes to `logged`. */
export function chooser(
  peers: readonly Peer[],
  balancer: BalancerSettings = { kind: 'round_robin' },
  logged: string[] = [],
): (details?: RequestDetails) => PeerChoice {
  const all = new Peers(peers, (line) => void logged.push(line));
  return (details) => new BalancedChoice(all, balancerFor(balancer, makeRequest(details)));
}

/** The names of the peers that one request after the other is given, each over before the next. */
export function choices(peers: readonly Peer[], count: number, balancer?: BalancerSettings): string {
  const choose = chooser(peers, balancer);
  return Array.from({ length: count }, () => {
    const choice = choose();
    const chosen = choice.next();
    if (chosen !== undefined) choice.accounts.release(chosen, 'success');
    return chosen?.name ?? '-';
  }).join(' ');
}

/** The names of all peers that one request may try, one after the other. */
export function attempts(choice: PeerChoice): string {
  const names: string[] = [];
  for (let next = choice.next(); next !== undefined; next = choice.next()) {
    names.push(next.name);
    choice.accounts.release(next, undefined);
  }
  return names.join(' ');
}
