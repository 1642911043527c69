import type { Request } from '../exchange/request.ts';
import type { KeepalivePool } from './keepalive-pool.ts';
import type { Peer } from './peer.ts';

/** Backends that a request may go to. */
export interface PeerGroup {
  readonly name: string;
  readonly pool: KeepalivePool;
  /** One request's choice among the peers. */
  choose(request: Request): PeerChoice;
}

/** How an attempt ended: undefined says nothing about the peer, and counts as no failure. */
export type PeerOutcome = 'success' | 'failure' | undefined;

/** One request's way through a group. */
export interface PeerChoice {
  /** How many peers the request may try. */
  readonly tries: number;
  /** The next peer, counted as in use until it is released; undefined when none is live. */
  next(): Peer | undefined;
  /** An attempt was none, because a kept connection had been closed. As in nginx, only a peer that is alone is tried again for it. */
  giveBack(peer: Peer): void;
  release(peer: Peer, outcome: PeerOutcome): void;
}
