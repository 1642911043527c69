import { NOBODY, type Channel } from '../net/channel.ts';
import type { Peer } from '../upstream/peer.ts';
import type { PeerAccounts, PeerOutcome } from '../upstream/peer-accounts.ts';
import type { Attempt } from '../request/attempt.ts';

/** One attempt's use of a connection to a backend: all that a tunnel, of which there are many, keeps of the request to it. */
export class UpstreamUse {
  readonly channel: Channel;
  readonly #peer: Peer;
  readonly #accounts: PeerAccounts;
  /** A kept connection has carried other requests before. */
  readonly #readBefore: number;
  readonly #sentBefore: number;

  constructor(channel: Channel, peer: Peer, accounts: PeerAccounts) {
    this.channel = channel;
    this.#peer = peer;
    this.#accounts = accounts;
    this.#readBefore = channel.bytesRead;
    this.#sentBefore = channel.bytesSent;
  }

  /** The attempt is over; the connection is whose it will be from now on. @param attempt - where somebody asks how it went */
  end(attempt: Attempt | undefined, outcome: PeerOutcome): void {
    const { channel } = this;
    attempt?.over(channel.bytesRead - this.#readBefore, channel.bytesSent - this.#sentBefore);
    channel.owner = NOBODY;
    this.#accounts.release(this.#peer, outcome);
  }
}
