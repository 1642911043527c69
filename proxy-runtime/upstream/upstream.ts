import { setTimeout as delay } from 'node:timers/promises';
import type { UpstreamServerSettings, UpstreamSettings } from '../compile/upstreams.ts';
import type { Request } from '../request/request.ts';
import { BalancedChoice } from './balanced-choice.ts';
import { balancerFor } from './balancers.ts';
import { KeepalivePool } from './keepalive-pool.ts';
import { KnownPeers } from './known-peers.ts';
import { Peer } from './peer.ts';
import type { PeerChoice, PeerGroup } from './peer-group.ts';
import { Peers } from './peer-list.ts';
import { ResolveError } from './resolve-error.ts';
import type { Resolver } from './resolver.ts';
import { askSystem } from './system-resolver.ts';

/** Sooner than nginx, which waits for `resolverTimeout`: the name may be there any moment. */
const RETRY_RESOLVING_MS = 5000;

/** How long a start waits for the first answer for a name that is followed. */
const FIRST_ANSWER_MS = 1000;

/** nginx asks again for a name that does not exist after this time. */
const NOT_FOUND_MS = 10_000;

/** A group of servers: which peers there are at the moment, and whose turn it is. */
export class Upstream implements PeerGroup {
  readonly name: string;
  readonly pool: KeepalivePool;
  readonly #settings: UpstreamSettings;
  readonly #resolver: Resolver;
  readonly #log: (message: string) => void;
  readonly #peersOf = new Map<UpstreamServerSettings, readonly Peer[]>();
  readonly #known: ReadonlyMap<UpstreamServerSettings, KnownPeers>;
  #peers: Peers;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  /** @param resolver - for servers with `resolve`; the others' names are the system's to look up */
  constructor(settings: UpstreamSettings, resolver: Resolver, log: (message: string) => void) {
    this.name = settings.name;
    this.pool = new KeepalivePool(settings);
    this.#settings = settings;
    this.#known = new Map(settings.servers.map((server) => [server, new KnownPeers(server)]));
    this.#resolver = resolver;
    this.#log = log;
    this.#peers = new Peers([], log);
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
    const addresses = await askSystem(address.host).catch(() => []);
    if (addresses.length === 0)
      throw new Error(`host not found in upstream "${server.name}"; correct the name, or set resolve to follow it`);
    this.#setAddresses(server, addresses);
  }

  /** Resolves a name now, and again when the answer's time is over. */
  async #follow(server: UpstreamServerSettings, host: string): Promise<void> {
    const next = await this.#resolve(server, host);
    if (this.#closed || next === Infinity) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#follow(server, host);
    }, next).unref();
    this.#timers.add(timer);
  }

  /** @returns after how many milliseconds to ask again */
  async #resolve(server: UpstreamServerSettings, host: string): Promise<number> {
    try {
      const { addresses, ttl } = await this.#resolver.resolve(host);
      if (!this.#closed) this.#setAddresses(server, addresses);
      return ttl;
    } catch (error) {
      if (this.#closed) return RETRY_RESOLVING_MS;
      if (error instanceof ResolveError && error.notFound) {
        this.#setAddresses(server, []);
        return this.#resolver.valid ?? NOT_FOUND_MS;
      }
      // The peers there are stay: an answer that failed to come says nothing about them.
      this.#log((error as Error).message);
      return RETRY_RESOLVING_MS;
    }
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
    this.#peers = new Peers(all, this.#log);
  }

  choose(request: Request): PeerChoice {
    return new BalancedChoice(this.#peers, balancerFor(this.#settings.balancer, request));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.pool.close();
  }
}
