import type { Request } from '../request/request.ts';
import type { KeepalivePool } from './keepalive-pool.ts';
import type { Peer } from './peer.ts';
import type { PeerAccounts } from './peer-accounts.ts';

/** Backends that a request may go to. */
export interface PeerGroup {
  readonly name: string;
  readonly pool: KeepalivePool;
  /** One request's choice among the peers. */
  choose(request: Request): PeerChoice;
}

/** One request's way through a group. */
export interface PeerChoice {
  /** How many peers the request may try. */
  readonly tries: number;
  /** Takes back what `next` gave. */
  readonly accounts: PeerAccounts;
  /** The next peer, counted as in use until it is released; undefined when none is live. */
  next(): Peer | undefined;
  /** An attempt was none, because a kept connection had been closed. As in nginx, only a peer that is alone is tried again for it. */
  giveBack(peer: Peer): void;
}
