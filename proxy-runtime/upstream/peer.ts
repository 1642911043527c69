import { isIPv6 } from 'node:net';
import type { UpstreamServerSettings } from '../compile/upstreams.ts';

/** Where a peer's connections go: a literal address and a port, or a unix socket. */
export type PeerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** `address:port`, as nginx writes it. */
export function formatAddress(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** One address of an upstream's server, with nginx's accounts of it. */
export class Peer {
  readonly server: UpstreamServerSettings;
  /** `address:port` or `unix:/path`: nginx's `$upstream_addr`. */
  readonly name: string;
  readonly address: PeerAddress;
  /** Connections in use, tunnels for their whole life. */
  connections = 0;
  #fails = 0;
  #accessed = 0;
  #checked = 0;
  currentWeight = 0;
  effectiveWeight: number;

  constructor(server: UpstreamServerSettings, name: string, address: PeerAddress) {
    this.server = server;
    this.name = name;
    this.address = address;
    this.effectiveWeight = server.weight;
  }

  /** Whether a request may be given to it now. @param now - seconds, as nginx counts here */
  eligible(now: number, alone: boolean): boolean {
    const { down, maxConns, maxFails, failTimeout } = this.server;
    if (down || (maxConns > 0 && this.connections >= maxConns)) return false;
    if (alone || maxFails === 0 || this.#fails < maxFails) return true;
    return now - this.#checked > failTimeout / 1000;
  }

  /** Its share of a round: the current weight grows by the effective one, which is returned and recovers from failures by one. */
  gainWeight(): number {
    const gained = this.effectiveWeight;
    this.currentWeight += gained;
    if (gained < this.server.weight) this.effectiveWeight++;
    return gained;
  }

  /** A request is given to it. */
  take(now: number): void {
    this.connections++;
    if (now - this.#checked > this.server.failTimeout / 1000) this.#checked = now;
  }

  /** An attempt was no failure: if it was the probe of a peer that had failed, the peer is live again. */
  passed(): void {
    if (this.#accessed < this.#checked) this.#fails = 0;
  }

  /** Its failures don't count: there is no other peer. */
  forgive(): void {
    this.#fails = 0;
  }

  /** @returns whether it is now left out for a while */
  failed(now: number): boolean {
    const { maxFails, weight } = this.server;
    this.#fails++;
    this.#accessed = this.#checked = now;
    if (maxFails === 0) return false;
    this.effectiveWeight = Math.max(0, this.effectiveWeight - Math.floor(weight / maxFails));
    return this.#fails >= maxFails;
  }
}
