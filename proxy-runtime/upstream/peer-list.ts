import type { Peer } from './peer.ts';
import { seconds, type PeerAccounts, type PeerOutcome } from './peer-accounts.ts';

/** Which peers a request may be given to. */
export interface Candidates {
  eligible(peer: Peer): boolean;
}

/** Peers in their configured order, which hashes count on. */
export class PeerList {
  readonly peers: readonly Peer[];
  /** That of all peers, so that a hash does not move when one of them is down. */
  readonly totalWeight: number;

  constructor(peers: readonly Peer[]) {
    this.peers = peers;
    this.totalWeight = peers.reduce((total, peer) => total + peer.server.weight, 0);
  }

  /** The peer at a place from 0 to `totalWeight` - 1, of which each has as many as its weight. */
  at(place: number): Peer | undefined {
    let left = place;
    for (const peer of this.peers) {
      if (left < peer.server.weight) return peer;
      left -= peer.server.weight;
    }
    return undefined;
  }
}

/** All peers of a group at one moment. */
export class Peers implements PeerAccounts {
  readonly primary: PeerList;
  readonly backup: PeerList;
  /** nginx's rule for one peer alone: its failures are not counted. */
  readonly alone: boolean;
  /** How many of them are not down. */
  readonly live: number;
  readonly #log: (message: string) => void;

  constructor(peers: readonly Peer[], log: (message: string) => void) {
    this.#log = log;
    this.primary = new PeerList(peers.filter((peer) => !peer.server.backup));
    this.backup = new PeerList(peers.filter((peer) => peer.server.backup));
    this.alone = this.primary.peers.length === 1 && this.backup.peers.length === 0;
    this.live = peers.filter((peer) => !peer.server.down).length;
  }

  release(peer: Peer, outcome: PeerOutcome): void {
    peer.connections--;
    if (this.alone) peer.forgive();
    else if (outcome !== 'failure') peer.passed();
    else if (peer.failed(seconds())) this.#log(`upstream server ${peer.name} temporarily disabled`);
  }
}
