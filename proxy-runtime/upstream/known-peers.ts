import type { UpstreamServerSettings } from '../compile/upstreams.ts';
import { formatAddress, Peer } from './peer.ts';

/** How long a peer is remembered that no answer names any more. */
const REMEMBERED_MS = 10 * 60_000;

/**
 * The peers a server line has had lately. An answer may name only some of its addresses (Cloud Map gives eight at random), so a peer that
 * is not in the latest one is not gone: when it is named again, its accounts and its idle connections are still there.
 */
export class KnownPeers {
  readonly #server: UpstreamServerSettings;
  readonly #peers = new Map<string, { readonly peer: Peer; namedAt: number }>();

  constructor(server: UpstreamServerSettings) {
    this.#server = server;
  }

  /** The peer at an address, and whether it is new. */
  get(host: string, port: number): { readonly peer: Peer; readonly isNew: boolean } {
    const name = formatAddress(host, port);
    const known = this.#peers.get(name);
    if (known !== undefined) {
      known.namedAt = performance.now();
      return { peer: known.peer, isNew: false };
    }
    const peer = new Peer(this.#server, name, { host, port });
    this.#peers.set(name, { peer, namedAt: performance.now() });
    return { peer, isNew: true };
  }

  /** Forgets the peers that have not been named for long and are not in use, and returns them. */
  forgetOld(): Peer[] {
    const oldest = performance.now() - REMEMBERED_MS;
    const old = [...this.#peers].filter(([, { peer, namedAt }]) => namedAt < oldest && peer.connections === 0);
    for (const [name] of old) this.#peers.delete(name);
    return old.map(([, { peer }]) => peer);
  }
}
