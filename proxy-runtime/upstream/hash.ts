import { nodeZlib } from '../node/builtins.ts';
import { MAX_MISSES, type Balancer } from './balancer.ts';
import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';

/** nginx's `hash KEY`, which is Cache::Memcached's: the same key is given to the same peer as long as the list is the same. */
export class Hash implements Balancer {
  readonly #key: Buffer;
  #hash = 0;
  #rehash = 0;
  #misses = 0;

  /** @param key - one character a byte */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'latin1');
  }

  pick(list: PeerList, candidates: Candidates): Peer | undefined {
    if (list.peers.length < 2 || this.#key.length === 0) return undefined;
    while (this.#misses <= MAX_MISSES) {
      const crc = nodeZlib().crc32(this.#key, this.#rehash === 0 ? 0 : nodeZlib().crc32(String(this.#rehash)));
      this.#hash += (crc >>> 16) & 0x7fff;
      this.#rehash++;
      const peer = list.at(this.#hash % list.totalWeight);
      if (peer !== undefined && candidates.eligible(peer)) return peer;
      this.#misses++;
    }
    return undefined;
  }
}
