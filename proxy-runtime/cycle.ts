import type { CompiledConfig } from './config/compile.ts';
import type { ClientConnection } from './connection/client-connection.ts';
import type { Exchange } from './exchange/exchange.ts';
import type { Tunnel } from './exchange/tunnel.ts';
import { formatAccess, formatRefused, type RefusedRequest } from './logging/access-log.ts';
import type { Logs } from './logging/logs.ts';
import { Resolver } from './upstream/resolver.ts';
import { Upstream } from './upstream/upstream.ts';

/**
 * One configuration at work, with the connections that were accepted under it: what nginx calls a cycle. A reload starts a new one; the
 * old one drains.
 */
export class Cycle {
  readonly config: CompiledConfig;
  readonly connections = new Set<ClientConnection>();
  readonly tunnels = new Set<Tunnel>();
  draining = false;
  readonly #logs: Logs;
  readonly #resolver: Resolver;
  readonly #upstreams = new Map<string, Upstream>();
  #drained: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(config: CompiledConfig, logs: Logs) {
    this.config = config;
    this.#logs = logs;
    this.#resolver = new Resolver(config.resolver);
    for (const [name, settings] of config.upstreams) {
      this.#upstreams.set(name, new Upstream(settings, this.#resolver, (message) => this.logError(message)));
    }
  }

  /** Resolves the upstreams' names. @throws Error for one that does not resolve and is not followed */
  async start(): Promise<void> {
    try {
      await Promise.all([...this.#upstreams.values()].map((upstream) => upstream.start()));
    } catch (error) {
      this.#closeUpstreams();
      throw error;
    }
  }

  upstream(name: string): Upstream {
    const upstream = this.#upstreams.get(name);
    if (upstream === undefined) throw new Error(`no upstream ${name}`);
    return upstream;
  }

  forget(connection: ClientConnection): void {
    this.connections.delete(connection);
    if (this.connections.size === 0) this.#onEmpty?.();
  }

  /** Lets what is open come to its end; after `workerShutdownTimeout` it is closed. Resolves when nothing is open any more. */
  drain(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<void> {
    this.draining = true;
    for (const connection of this.connections) connection.drain();
    const { workerShutdownTimeout } = this.config;
    const timer =
      workerShutdownTimeout === undefined
        ? undefined
        : setTimeout(() => {
            for (const connection of this.connections) connection.shutDown();
          }, workerShutdownTimeout);
    if (this.connections.size > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve));
    clearTimeout(timer);
    this.#closeUpstreams();
  }

  /** Closes everything at once. */
  close(): void {
    this.draining = true;
    for (const connection of this.connections) {
      connection.shutDown();
      connection.destroy();
    }
    this.#closeUpstreams();
  }

  #closeUpstreams(): void {
    this.#resolver.close();
    for (const upstream of this.#upstreams.values()) upstream.close();
  }

  logAccess(exchange: Exchange): void {
    if (exchange.settings.accessLog) this.#logs.access(formatAccess(exchange));
  }

  logRefused(connection: ClientConnection, request: RefusedRequest): void {
    if (connection.listen.defaultServer.outside.accessLog)
      this.#logs.access(formatRefused(connection.remoteAddress, request));
  }

  logError(message: string): void {
    this.#logs.error(message);
  }
}
