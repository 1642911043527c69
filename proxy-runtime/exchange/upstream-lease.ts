import { NOBODY, type Channel } from '../net/channel.ts';
import type { Peer } from '../upstream/peer.ts';
import type { PeerAccounts, PeerOutcome } from '../upstream/peer-accounts.ts';
import type { Attempt } from '../request/attempt.ts';

/** One attempt's lease of a connection to a backend: all that a tunnel, of which there are many, keeps of the request to it. */
export class UpstreamLease {
  readonly channel: Channel;
  readonly #peer: Peer;
  readonly #accounts: PeerAccounts;
  /** What was read before the lease: a kept connection has carried other requests. */
  readonly #readBefore: number;
  readonly #sentBefore: number;

  constructor(channel: Channel, peer: Peer, accounts: PeerAccounts) {
    this.channel = channel;
    this.#peer = peer;
    this.#accounts = accounts;
    this.#readBefore = channel.bytesRead;
    this.#sentBefore = channel.bytesSent;
  }

  /** Ends the lease with the attempt; the connection has no owner then. @param attempt - where its bytes are noted, unless nobody asks */
  end(attempt: Attempt | undefined, outcome: PeerOutcome): void {
    const { channel } = this;
    attempt?.over(channel.bytesRead - this.#readBefore, channel.bytesSent - this.#sentBefore);
    channel.owner = NOBODY;
    this.#accounts.release(this.#peer, outcome);
  }
}
