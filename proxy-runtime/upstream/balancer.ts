import type { Peer } from './peer.ts';
import type { Candidates, PeerList } from './peer-list.ts';

/** How the next peer is found for one request. */
export interface Balancer {
  /** @returns undefined to leave the choice to the round robin */
  pick(list: PeerList, candidates: Candidates): Peer | undefined;
}

/** How many peers that are not eligible a request may hit before it takes any: nginx's number for all its hashes. */
export const MAX_MISSES = 20;
