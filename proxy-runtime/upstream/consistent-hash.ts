import { nodeZlib } from '../node/builtins.ts';
import { MAX_MISSES, type Balancer } from './balancer.ts';
import { ringOf } from './hash-ring.ts';
import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';
import { pickRoundRobin } from './round-robin.ts';

/** nginx's `hash KEY consistent`: most keys stay where they are when servers come and go. */
export class ConsistentHash implements Balancer {
  readonly #key: Buffer;
  #point: number | undefined;
  #misses = 0;

  /** @param key - one character a byte */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'latin1');
  }

  pick(list: PeerList, candidates: Candidates): Peer | undefined {
    if (list.peers.length < 2 || this.#key.length === 0) return undefined;
    const ring = ringOf(list);
    this.#point ??= ring.find(nodeZlib().crc32(this.#key));
    while (this.#misses <= MAX_MISSES) {
      const server = ring.at(this.#point);
      const peer = server && pickRoundRobin(server, candidates);
      if (peer !== undefined) return peer;
      this.#point++;
      this.#misses++;
    }
    return undefined;
  }
}
