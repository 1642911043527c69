import { setTimeout as delay } from 'node:timers/promises';
import type { UpstreamServerSettings, UpstreamSettings } from '../config/upstreams.ts';
import { KeepalivePool } from './keepalive-pool.ts';
import { KnownPeers } from './known-peers.ts';
import { Peer } from './peer.ts';
import type { Resolver } from './resolver.ts';
import { pickRoundRobin } from './round-robin.ts';

const RETRY_RESOLVING_MS = 5000;

/** How long a start waits for the first answer for a name that is followed. */
const FIRST_ANSWER_MS = 1000;

/** A group of servers: which peers there are at the moment, and whose turn it is. */
export class Upstream {
  readonly name: string;
  readonly pool: KeepalivePool;
  readonly #settings: UpstreamSettings;
  readonly #resolver: Resolver;
  readonly #log: (message: string) => void;
  readonly #peersOf = new Map<UpstreamServerSettings, readonly Peer[]>();
  readonly #known: ReadonlyMap<UpstreamServerSettings, KnownPeers>;
  #primary: readonly Peer[] = [];
  #backup: readonly Peer[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(settings: UpstreamSettings, resolver: Resolver, log: (message: string) => void) {
    this.name = settings.name;
    this.pool = new KeepalivePool(settings);
    this.#settings = settings;
    this.#known = new Map(settings.servers.map((server) => [server, new KnownPeers(server)]));
    this.#resolver = resolver;
    this.#log = log;
  }

  /** Resolves all names. @throws Error for a name without `resolve` that does not resolve: nginx does not start then */
  async start(): Promise<void> {
    await Promise.all(this.#settings.servers.map((server) => this.#startServer(server)));
  }

  async #startServer(server: UpstreamServerSettings): Promise<void> {
    const { address } = server;
    if (address.kind === 'unix') {
      this.#setPeers(server, [new Peer(server, server.name, { path: address.path })]);
      return;
    }
    if (server.resolve) {
      // Names without an answer yet must not keep the others from being served.
      await Promise.race([this.#follow(server, address.host), delay(FIRST_ANSWER_MS, undefined, { ref: false })]);
      return;
    }
    const { addresses } = await this.#resolver.resolve(address.host).catch(() => ({ addresses: [] }));
    if (addresses.length === 0)
      throw new Error(`host not found in upstream "${server.name}"; correct the name, or set resolve to follow it`);
    this.#setAddresses(server, addresses);
  }

  /** Resolves a name now, and again when the answer's time is over. */
  async #follow(server: UpstreamServerSettings, host: string): Promise<void> {
    let next = RETRY_RESOLVING_MS;
    try {
      const { addresses, ttl } = await this.#resolver.resolve(host);
      next = ttl;
      this.#setAddresses(server, addresses);
    } catch (error) {
      // The peers there are stay: an answer that failed to come says nothing about them.
      this.#log(`${host} could not be resolved: ${(error as Error).message}`);
    }
    if (this.#closed || next === Infinity) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#follow(server, host);
    }, next).unref();
    this.#timers.add(timer);
  }

  #setAddresses(server: UpstreamServerSettings, addresses: readonly string[]): void {
    const known = this.#known.get(server);
    if (server.address.kind === 'unix' || known === undefined) return;
    const { port } = server.address;
    const peers = addresses.map((host) => known.get(host, port));
    const before = this.#peersOf.get(server);
    const news = peers.filter(({ isNew }) => isNew).map(({ peer }) => peer.name);
    if (server.resolve && news.length > 0) this.#log(`upstream ${this.name}: ${server.name} is at ${news.join(', ')}`);
    if (server.resolve && peers.length === 0 && before?.length !== 0) {
      this.#log(`upstream ${this.name}: ${server.name} is not found`);
    }
    this.#setPeers(
      server,
      peers.map(({ peer }) => peer),
    );
    for (const gone of known.forgetOld()) this.pool.drop(gone);
  }

  #setPeers(server: UpstreamServerSettings, peers: readonly Peer[]): void {
    this.#peersOf.set(server, peers);
    const all = this.#settings.servers.flatMap((each) => this.#peersOf.get(each) ?? []);
    this.#primary = all.filter((peer) => !peer.server.backup);
    this.#backup = all.filter((peer) => peer.server.backup);
  }

  /** nginx's rule for one peer alone: its failures are not counted. */
  get #single(): boolean {
    return this.#primary.length === 1 && this.#backup.length === 0;
  }

  /** How many peers a request may try. */
  get tries(): number {
    return [...this.#primary, ...this.#backup].filter((peer) => !peer.server.down).length;
  }

  /** The next peer, counted as in use until it is released; undefined when none is live. */
  take(tried: ReadonlySet<Peer>): Peer | undefined {
    const now = seconds();
    const eligible = (peer: Peer): boolean => !tried.has(peer) && peer.eligible(now, this.#single);
    const peer = pickRoundRobin(this.#primary, eligible) ?? pickRoundRobin(this.#backup, eligible);
    peer?.take(now);
    return peer;
  }

  /** @param outcome - undefined for an attempt that says nothing about the peer: its client went away */
  release(peer: Peer, outcome: 'success' | 'failure' | undefined): void {
    peer.connections--;
    if (outcome === 'success') peer.succeeded();
    if (outcome !== 'failure' || this.#single) return;
    if (peer.failed(seconds())) this.#log(`upstream server ${peer.name} temporarily disabled`);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.pool.close();
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
