import { addressBytes } from './ip-address.ts';
import { MAX_MISSES, type Balancer } from './balancer.ts';
import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';

/** What nginx takes for the address of a client on a unix socket. */
const NO_ADDRESS = [0, 0, 0];

/** nginx's ip_hash: clients of one IPv4 network /24, or of one IPv6 address, go to the same peer as long as it is eligible. */
export class IpHash implements Balancer {
  readonly #bytes: readonly number[];
  #hash = 89;
  #misses = 0;

  constructor(remoteAddress: string) {
    const bytes = addressBytes(remoteAddress) ?? NO_ADDRESS;
    this.#bytes = bytes.length === 4 ? bytes.slice(0, 3) : bytes;
  }

  pick(list: PeerList, candidates: Candidates): Peer | undefined {
    if (list.peers.length < 2) return undefined;
    while (this.#misses <= MAX_MISSES) {
      for (const byte of this.#bytes) this.#hash = (this.#hash * 113 + byte) % 6271;
      const peer = list.at(this.#hash % list.totalWeight);
      if (peer !== undefined && candidates.eligible(peer)) return peer;
      this.#misses++;
    }
    return undefined;
  }
}
