import type { Balancer } from './balancer.ts';
import type { Peer } from './peer.ts';
import { seconds, type PeerAccounts } from './peer-accounts.ts';
import type { PeerChoice } from './peer-group.ts';
import type { Candidates, PeerList, Peers } from './peer-list.ts';
import { pickRoundRobin } from './round-robin.ts';

/** One request's choice among the peers there were when it began. */
export class BalancedChoice implements PeerChoice, Candidates {
  readonly #peers: Peers;
  readonly #balancer: Balancer;
  #list: PeerList;
  #now = 0;
  /** Most requests try one peer, and need no set for it. */
  #latest: Peer | undefined;
  #earlier: Set<Peer> | undefined;

  constructor(peers: Peers, balancer: Balancer) {
    this.#peers = peers;
    this.#balancer = balancer;
    this.#list = peers.primary;
  }

  get tries(): number {
    return this.#peers.live;
  }

  get accounts(): PeerAccounts {
    return this.#peers;
  }

  next(): Peer | undefined {
    this.#now = seconds();
    let peer = this.#pick();
    if (peer === undefined && this.#list !== this.#peers.backup) {
      // As in nginx, a request that has come to the backups stays with them.
      this.#list = this.#peers.backup;
      peer = this.#pick();
    }
    if (peer === undefined) return undefined;
    if (this.#latest !== undefined) (this.#earlier ??= new Set()).add(this.#latest);
    this.#latest = peer;
    peer.take(this.#now);
    return peer;
  }

  #pick(): Peer | undefined {
    return this.#balancer.pick(this.#list, this) ?? pickRoundRobin(this.#list, this);
  }

  eligible(peer: Peer): boolean {
    return peer !== this.#latest && !this.#earlier?.has(peer) && peer.eligible(this.#now, this.#peers.alone);
  }

  giveBack(peer: Peer): void {
    if (this.#peers.alone && this.#latest === peer) this.#latest = undefined;
  }
}
