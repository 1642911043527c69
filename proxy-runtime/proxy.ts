import { once } from 'node:events';
import type { ListenOptions } from 'node:net';
import type { CompiledConfig } from './config/compile.ts';
import { loadProxyConfig } from './config/parse.ts';
import type { ProxyConfig } from './config/types.ts';
import { Cycle } from './cycle.ts';
import { HealthEndpoint } from './health.ts';
import { boundAddress, Listener, type ListeningAddress } from './listener.ts';
import { Logs } from './logging/logs.ts';
import { formatListen, type ListenAddress } from './routing/listen.ts';
import { setProduct } from './version.ts';

export interface ProxyOptions {
  /** Takes the access log's lines. @default - standard output */
  readonly accessLog?: (line: string) => void;
  /** Takes the error log's lines. @default - standard error */
  readonly errorLog?: (line: string) => void;
  /** What it calls itself in `Server` headers and on error pages, `name/version`. @default - wsproxy and its version */
  readonly product?: string;
  /** Listens elsewhere than configured; used to run a container's configuration on this machine. */
  readonly mapListen?: (address: { host: string; port: number }) => { host: string; port: number };
}

/** A proxy at work. */
export interface RunningProxy {
  /** Where it listens, in the configuration's order. */
  readonly addresses: readonly ListeningAddress[];
  readonly health: ListeningAddress | undefined;
  /** Open client connections, tunnels included. */
  readonly connections: number;
  readonly tunnels: number;
  /**
   * Puts another configuration into force, as nginx does on HUP: new connections are served by it, idle ones are closed, and what is
   * under way goes on under the old one until it ends or the old `workerShutdownTimeout` is over.
   *
   * @throws when the new configuration can't be used; the old one then stays in force
   */
  reload(config: ProxyConfig): Promise<void>;
  /** Opens log files anew, after somebody has moved them: nginx's USR1. */
  reopenLogs(): void;
  /** Stops listening, closes idle connections and waits for the others to end, `workerShutdownTimeout` at most: nginx's QUIT. */
  drain(): Promise<void>;
  /** Closes everything at once. */
  close(): Promise<void>;
}

/**
 * Starts a proxy in this process.
 *
 * @throws ConfigError for a configuration that is refused; Error for a name that does not resolve; the system's error for an address
 *   that can't be listened on
 */
export async function startProxy(config: ProxyConfig, options: ProxyOptions = {}): Promise<RunningProxy> {
  const proxy = new ProxyServer(options);
  await proxy.start(loadProxyConfig(config));
  return proxy;
}

interface HealthListener {
  readonly configured: string;
  readonly endpoint: HealthEndpoint;
  readonly address: ListeningAddress;
}

class ProxyServer implements RunningProxy {
  readonly #logs: Logs;
  readonly #mapListen: NonNullable<ProxyOptions['mapListen']>;
  #cycle: Cycle | undefined;
  readonly #old = new Set<Cycle>();
  #listeners: readonly Listener[] = [];
  #health: HealthListener | undefined;
  #ending = false;
  /** Reloads come one after the other. */
  #lastReload: Promise<void> = Promise.resolve();

  constructor(options: ProxyOptions) {
    this.#logs = new Logs(options);
    if (options.product !== undefined) setProduct(options.product);
    this.#mapListen = options.mapListen ?? ((address) => address);
  }

  get addresses(): readonly ListeningAddress[] {
    return this.#listeners.map(({ address }) => address);
  }

  get health(): ListeningAddress | undefined {
    return this.#health?.address;
  }

  get #cycles(): readonly Cycle[] {
    return this.#cycle === undefined ? [...this.#old] : [...this.#old, this.#cycle];
  }

  get connections(): number {
    return this.#cycles.reduce((sum, cycle) => sum + cycle.connections.size, 0);
  }

  get tunnels(): number {
    return this.#cycles.reduce((sum, cycle) => sum + cycle.tunnels.size, 0);
  }

  async start(config: CompiledConfig): Promise<void> {
    const cycle = new Cycle(config, this.#logs, this.#cycle);
    await cycle.start();
    const before = { listeners: this.#listeners, health: this.#health };
    const opened: { close(): void }[] = [];
    try {
      const listeners = await this.#openListeners(config, cycle, opened);
      this.#health = await this.#openHealth(config, opened);
      this.#listeners = listeners;
    } catch (error) {
      for (const each of opened) each.close();
      cycle.close();
      throw error;
    }
    for (const [index, listener] of this.#listeners.entries()) {
      const listen = config.listens[index];
      if (listen !== undefined) listener.serve(listen, cycle);
    }
    for (const listener of before.listeners) if (!this.#listeners.includes(listener)) listener.close();
    if (before.health !== this.#health) before.health?.endpoint.close();
    if (this.#health !== undefined && config.health !== undefined) this.#health.endpoint.path = config.health.path;
    this.#retire();
    this.#cycle = cycle;
  }

  async #openListeners(config: CompiledConfig, cycle: Cycle, opened: { close(): void }[]): Promise<Listener[]> {
    const listeners: Listener[] = [];
    for (const listen of config.listens) {
      const kept = this.#listeners.find((each) => each.configured === listen.configured && !listeners.includes(each));
      if (kept !== undefined) {
        listeners.push(kept);
        continue;
      }
      const listener = new Listener(listen, cycle);
      await listener.open({ ...this.#listenOptions(listen.address), ipv6Only: listen.ipv6Only });
      opened.push(listener);
      listeners.push(listener);
    }
    return listeners;
  }

  async #openHealth({ health }: CompiledConfig, opened: { close(): void }[]): Promise<HealthListener | undefined> {
    if (health === undefined) return undefined;
    const configured = formatListen(health.address);
    if (this.#health?.configured === configured) return this.#health;
    const endpoint = new HealthEndpoint(health.path);
    endpoint.server.listen(this.#listenOptions(health.address));
    await once(endpoint.server, 'listening');
    opened.push(endpoint);
    return { configured, endpoint, address: boundAddress(configured, endpoint.server) };
  }

  #listenOptions(address: ListenAddress): ListenOptions {
    return address.kind === 'unix'
      ? { path: address.path }
      : this.#mapListen({ host: address.host, port: address.port });
  }

  /** The cycle in force lets its connections come to their end. */
  #retire(): void {
    const cycle = this.#cycle;
    if (cycle === undefined) return;
    this.#old.add(cycle);
    void cycle.drain().then(() => this.#old.delete(cycle));
  }

  reload(config: ProxyConfig): Promise<void> {
    if (this.#ending) return Promise.reject(new Error('the proxy is ending, so it takes no new configuration'));
    const reloaded = this.#lastReload.then(() => this.start(loadProxyConfig(config)));
    this.#lastReload = reloaded.catch(() => undefined);
    return reloaded;
  }

  reopenLogs(): void {
    this.#logs.reopen();
  }

  async drain(): Promise<void> {
    this.#ending = true;
    if (this.#health !== undefined) this.#health.endpoint.draining = true;
    for (const listener of this.#listeners) listener.close();
    await Promise.all(this.#cycles.map((cycle) => cycle.drain()));
    this.#health?.endpoint.close();
  }

  async close(): Promise<void> {
    this.#ending = true;
    const servers = this.#listeners.map(({ server }) => server).filter(({ listening }) => listening);
    const closed = servers.map((server) => once(server, 'close'));
    for (const server of servers) server.close();
    for (const cycle of this.#cycles) cycle.close();
    this.#health?.endpoint.close();
    await Promise.all(closed);
  }
}
