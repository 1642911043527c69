import { MAX_MISSES, type Balancer } from './balancer.ts';
import { compareLoads } from './least-conn.ts';
import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';

/** nginx's random: a peer by chance, more often the greater its weight; or of two such peers the one with the fewer connections. */
export class RandomChoice implements Balancer {
  readonly #two: boolean;
  #misses = 0;

  constructor(two: boolean) {
    this.#two = two;
  }

  pick(list: PeerList, candidates: Candidates): Peer | undefined {
    if (list.peers.length < 2) return undefined;
    const first = this.#draw(list, candidates, undefined);
    if (!this.#two || first === undefined) return first;
    const second = this.#draw(list, candidates, first);
    if (second === undefined) return undefined;
    return compareLoads(second, first) > 0 ? first : second;
  }

  #draw(list: PeerList, candidates: Candidates, other: Peer | undefined): Peer | undefined {
    while (this.#misses <= MAX_MISSES) {
      const peer = list.at(Math.floor(Math.random() * list.totalWeight));
      if (peer !== undefined && peer !== other && candidates.eligible(peer)) return peer;
      this.#misses++;
    }
    return undefined;
  }
}
