import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';

/**
 * nginx's smooth weighted round robin: each eligible peer's current weight grows by its effective weight, the greatest is taken and
 * pays the total back, so that 5:1:1 gives a a b a c a a. A peer whose weight was cut by failures gets it back one by one.
 */
export function pickRoundRobin({ peers }: PeerList, candidates: Candidates): Peer | undefined {
  let total = 0;
  let best: Peer | undefined;
  for (const peer of peers) {
    if (!candidates.eligible(peer)) continue;
    total += peer.gainWeight();
    if (best === undefined || peer.currentWeight > best.currentWeight) best = peer;
  }
  if (best !== undefined) best.currentWeight -= total;
  return best;
}
