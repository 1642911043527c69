import type { CompiledConfig } from '../compile/compile.ts';
import type { Location } from '../compile/location.ts';
import type { Server } from '../compile/server.ts';
import type { LogLevel } from '../config/types.ts';
import { upstreamKey } from '../compile/upstreams.ts';
import { parseAddress } from '../config/values/upstream-address.ts';
import type { ClientConnection } from '../connection/client-connection.ts';
import type { CycleContext, LoggedRequest, TunnelBytes, TunnelRequest } from '../exchange/cycle-context.ts';
import type { Cause } from '../request/cause.ts';
import type { OnTunnel } from '../exchange/opened-tunnel.ts';
import type { Accepting } from '../tls/tls-acceptor.ts';
import { LimitZones } from '../limits/limit-zones.ts';
import type { Logs } from '../logging/logs.ts';
import { COUNT, Counters } from '../metrics/counters.ts';
import type { Channel } from '../net/channel.ts';
import { ConnectionBudget } from '../net/connection-budget.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import { TlsServer } from '../tls/tls-server.ts';
import { upstreamTlsBySettings } from '../tls/upstream-tls.ts';
import type { PeerGroup } from '../upstream/peer-group.ts';
import { groupFor } from '../upstream/resolved-group.ts';
import { Resolvers } from '../upstream/resolvers.ts';
import { Upstream } from '../upstream/upstream.ts';

interface CycleOptions {
  readonly counters?: Counters;
  /** Whose memory outlives the cycle. */
  readonly zones?: LimitZones;
  readonly onTunnel?: OnTunnel | undefined;
}

/**
 * One configuration at work, with the connections that were accepted under it: what nginx calls a cycle. A reload starts a new one; the
 * old one drains.
 */
export class Cycle implements CycleContext {
  readonly config: CompiledConfig;
  readonly connections = new Set<ClientConnection>();
  readonly tunnels = new Set<TunnelBytes>();
  readonly counters: Counters;
  readonly zones: LimitZones;
  readonly budget: ConnectionBudget;
  /** TLS to backends. */
  readonly upstreamTls = upstreamTlsBySettings();
  /** Connections whose TLS is not up yet. */
  readonly accepting = new Set<Accepting>();
  draining = false;
  readonly #logs: Logs;
  readonly #resolvers = new Resolvers();
  readonly #upstreams = new Map<string, Upstream>();
  readonly #tlsServers = new Map<Server, TlsServer>();
  #drained: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;
  #closeLogs: (() => void) | undefined;
  readonly #onTunnel: OnTunnel | undefined;
  /** Whom to tell of a tunnel's end. */
  readonly #onTunnelEnd = new Map<TunnelBytes, ReturnType<OnTunnel>>();

  constructor(config: CompiledConfig, logs: Logs, { counters = new Counters(), zones, onTunnel }: CycleOptions = {}) {
    this.config = config;
    this.#logs = logs;
    this.counters = counters;
    this.#onTunnel = onTunnel;
    this.zones = zones ?? LimitZones.ofOneWorker(config.shared.zones);
    // As in nginx, each listening socket is one, and so is the master's channel.
    const warn = (message: string): void => this.log('warn', message);
    this.budget = new ConnectionBudget(config.workerConnections, config.listens.length + 1, warn);
    for (const [name, settings] of config.upstreams) {
      const resolver = this.#resolvers.get(settings.resolver);
      this.#upstreams.set(name, new Upstream(settings, resolver, warn));
    }
  }

  /** Opens the logs, reads the files of TLS, and resolves the upstreams' names. @throws Error for one that does not resolve and is not followed */
  async start(): Promise<void> {
    try {
      this.#closeLogs = this.#logs.open(this.config.logPaths);
      for (const listen of this.config.listens) {
        if (listen.ssl) for (const server of listen.all) this.#tlsServers.set(server, new TlsServer(server.ssl));
      }
      for (const { proxyPass, settings } of this.config.locations) {
        if (proxyPass !== undefined && proxyPass.target?.scheme !== 'http') this.upstreamTls(settings.proxySsl);
      }
      await this.#resolvers.start(this.config.locations.map(({ settings }) => settings.resolver));
      await Promise.all([...this.#upstreams.values()].map((upstream) => upstream.start()));
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  tlsOf(server: Server): TlsServer {
    const tls = this.#tlsServers.get(server);
    if (tls === undefined) throw new Error('a server without TLS');
    return tls;
  }

  /** Whom a request is sent to: an upstream's servers, or for a target made from variables those of its address. */
  peerGroup({ upstream, settings }: Location, target: ProxyTarget): PeerGroup | Promise<PeerGroup> {
    const known = this.#upstreams.get(upstream ?? upstreamKey(target, {})) ?? this.#upstreams.get(target.target);
    if (known !== undefined) return known;
    const resolver = settings.resolver && this.#resolvers.get(settings.resolver);
    return groupFor(parseAddress(target.target, target.port), resolver);
  }

  add(connection: ClientConnection): void {
    this.connections.add(connection);
    this.counters.add(COUNT.connectionsOpened);
  }

  forget(connection: ClientConnection): void {
    if (this.connections.delete(connection)) this.counters.add(COUNT.connectionsClosed);
    this.#checkEmpty();
  }

  /** TLS is up, and the connection added; or it is closed. */
  endAccepting(accepting: Accepting): void {
    this.accepting.delete(accepting);
    this.#checkEmpty();
  }

  get #empty(): boolean {
    return this.connections.size === 0 && this.accepting.size === 0;
  }

  #checkEmpty(): void {
    if (this.#empty) this.#onEmpty?.();
  }

  openTunnel(tunnel: TunnelBytes, request: TunnelRequest, upstream: Channel): void {
    this.tunnels.add(tunnel);
    this.counters.add(COUNT.tunnelsOpened);
    this.counters.responded(101);
    if (this.#onTunnel) this.#onTunnelEnd.set(tunnel, this.#onTunnel(request, upstream));
  }

  endTunnel(tunnel: TunnelBytes, cause: Cause | undefined): void {
    if (!this.tunnels.delete(tunnel)) return;
    this.counters.add(COUNT.tunnelsClosed);
    this.counters.add(COUNT.bytesToClients, tunnel.bytesToClient);
    this.counters.add(COUNT.bytesToUpstreams, tunnel.bytesToUpstream);
    this.#onTunnelEnd.get(tunnel)?.(cause);
    this.#onTunnelEnd.delete(tunnel);
  }

  /** Lets what is open come to its end; after `workerShutdownTimeout` it is closed. Resolves when nothing is open any more. */
  drain(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<void> {
    this.draining = true;
    for (const accepting of this.accepting) if (accepting.idle) this.#closeAccepting(accepting);
    for (const connection of this.connections) connection.drain();
    for (const upstream of this.#upstreams.values()) upstream.pool.close();
    const { workerShutdownTimeout } = this.config;
    const timer =
      workerShutdownTimeout === undefined
        ? undefined
        : setTimeout(() => {
            for (const accepting of this.accepting) this.#closeAccepting(accepting);
            for (const connection of this.connections) connection.shutDown();
          }, workerShutdownTimeout);
    if (!this.#empty) await new Promise<void>((resolve) => (this.#onEmpty = resolve));
    clearTimeout(timer);
    this.#release();
  }

  /** Closes everything at once. */
  close(): void {
    this.draining = true;
    for (const accepting of this.accepting) this.#closeAccepting(accepting);
    for (const connection of this.connections) {
      connection.shutDown();
      connection.destroy();
    }
    this.#release();
  }

  #closeAccepting(accepting: Accepting): void {
    accepting.close();
    this.endAccepting(accepting);
  }

  #release(): void {
    this.#closeLogs?.();
    this.#closeLogs = undefined;
    this.#resolvers.close();
    for (const upstream of this.#upstreams.values()) upstream.close();
  }

  logAccess(request: LoggedRequest): void {
    // A 101 was counted when its tunnel was opened.
    if (request.outcome.status !== 101) this.counters.responded(request.outcome.status);
    this.#logs.access(request.settings.accessLogs, request);
  }

  /** @param request - whose client and log it is about */
  log(level: LogLevel, message: string, request?: LoggedRequest): void {
    const { errorLogs } = request?.settings ?? this.config.outside;
    this.#logs.error(errorLogs, level, message, request);
  }
}
