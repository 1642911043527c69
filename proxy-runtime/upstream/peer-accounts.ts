import type { Peer } from './peer.ts';

/** How an attempt ended: undefined says nothing about the peer, and counts as no failure. */
export type PeerOutcome = 'success' | 'failure' | undefined;

/** Where peers are given back. It outlives the choice of a request, which a tunnel need not hold for that. */
export interface PeerAccounts {
  release(peer: Peer, outcome: PeerOutcome): void;
}

/** nginx counts the times of failures in whole seconds. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
