import type { Peer } from './peer.ts';

/**
 * nginx's smooth weighted round robin: each eligible peer's current weight grows by its effective weight, the greatest is taken and
 * pays the total back, so that 5:1:1 gives a a b a c a a. A peer whose weight was cut by failures gets it back one by one.
 */
export function pickRoundRobin(peers: readonly Peer[], eligible: (peer: Peer) => boolean): Peer | undefined {
  let total = 0;
  let best: Peer | undefined;
  for (const peer of peers) {
    if (!eligible(peer)) continue;
    peer.currentWeight += peer.effectiveWeight;
    total += peer.effectiveWeight;
    if (peer.effectiveWeight < peer.server.weight) peer.effectiveWeight++;
    if (best === undefined || peer.currentWeight > best.currentWeight) best = peer;
  }
  if (best !== undefined) best.currentWeight -= total;
  return best;
}
