import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';

/** nginx's least_conn: the fewest connections for the weight; among those that have as few, smooth weighted round robin. */
export function pickLeastConn({ peers }: PeerList, candidates: Candidates): Peer | undefined {
  let best: Peer | undefined;
  let many = false;
  for (const peer of peers) {
    if (!candidates.eligible(peer)) continue;
    const more = best === undefined ? -1 : compareLoads(peer, best);
    if (more < 0) {
      best = peer;
      many = false;
    } else if (more === 0) many = true;
  }
  return best !== undefined && many ? pickEquallyLoaded(peers, best, candidates) : best;
}

function pickEquallyLoaded(peers: readonly Peer[], first: Peer, candidates: Candidates): Peer {
  let total = 0;
  let best = first;
  for (const peer of peers) {
    if (!candidates.eligible(peer) || compareLoads(peer, first) !== 0) continue;
    total += peer.gainWeight();
    if (peer.currentWeight > best.currentWeight) best = peer;
  }
  best.currentWeight -= total;
  return best;
}

/** Negative if `a` has fewer connections for its weight; without a division, so that equal is equal. */
export function compareLoads(a: Peer, b: Peer): number {
  return a.connections * b.server.weight - b.connections * a.server.weight;
}
