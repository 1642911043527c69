import type { ListenOptions } from 'node:net';
import { prepareAll } from './server/change.ts';
import { ConfigError } from './config/config-error.ts';
import { loadProxyConfig } from './compile/parse.ts';
import type { ProxyConfig } from './config/types.ts';
import type { OnTunnel } from './exchange/opened-tunnel.ts';
import { HealthListener } from './server/health-listener.ts';
import type { ListeningAddress } from './server/listener.ts';
import { Logs } from './logging/logs.ts';
import { writeProcessAlert } from './logging/process-alert.ts';
import { renderMetrics } from './metrics/render.ts';
import type { ListenAddress } from './config/values/listen-address.ts';
import { setProduct } from './http/product.ts';
import { provenFastPath } from './net/tcp/self-test.ts';
import { OneWorker } from './workers/one-worker.ts';
import { Mutex } from './workers/mutex.ts';
import type { WorkerCount } from './config/values/worker-count.ts';
import { resolveWorkers } from './workers/resolve-workers.ts';
import { WorkerThreads } from './workers/worker-threads.ts';
import type { Workers } from './workers/workers.ts';

/** How a proxy in this process runs; its configuration says what it does. */
export interface ProxyOptions {
  /**
   * How many threads take connections, 1 to 64; `'auto'` is one for each core this process may use. One works in the thread that starts
   * it. Several need Linux, which shares connections out among those that listen on the same address by `SO_REUSEPORT`.
   *
   * @default 1
   */
  readonly workers?: WorkerCount;
  /** Takes the access log's lines; with one worker only. @default - standard output */
  readonly accessLog?: (line: string) => void;
  /** Takes the error log's lines; with one worker only. @default - standard error */
  readonly errorLog?: (line: string) => void;
  /** Is told of tunnels that open and of their end; with one worker only. @internal */
  readonly onTunnel?: OnTunnel;
  /** What it calls itself in `Server` headers and on error pages, `name/version`. @default - wsproxy and its version */
  readonly product?: string;
  /** Listens elsewhere than configured; used to run a container's configuration on this machine. With one worker only. */
  readonly mapListen?: (address: { host: string; port: number }) => { host: string; port: number };
}

/** A proxy at work. */
export interface RunningProxy {
  /** Where it listens, in the configuration's order. */
  readonly addresses: readonly ListeningAddress[];
  /** Where the health endpoint listens; undefined without one. */
  readonly health: ListeningAddress | undefined;
  /** Open client connections, tunnels included. */
  readonly connections: number;
  /** Open tunnels. */
  readonly tunnels: number;
  /**
   * Puts another configuration into force, as nginx does on HUP: new connections are served by it, idle ones are closed, and what is
   * under way goes on under the old one until it ends or the old `workerShutdownTimeout` is over.
   *
   * @throws when the new configuration can't be used; the old one then stays in force, with all workers
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
 * @throws ConfigError for a configuration or a number of workers that is refused; Error for a name that does not resolve; the system's
 *   error for an address that can't be listened on
 */
export async function startProxy(config: ProxyConfig, options: ProxyOptions = {}): Promise<RunningProxy> {
  const compiled = loadProxyConfig(config);
  const fault = await provenFastPath();
  const proxy = new Master(options);
  try {
    await proxy.use(config, compiled);
    if (fault !== undefined) writeProcessAlert(new Logs(options), compiled.outside.errorLogs, fault);
  } catch (error) {
    await proxy.close();
    throw error;
  }
  return proxy;
}

/** Who has no connections itself: nginx's master process. */
class Master implements RunningProxy {
  readonly #workers: Workers;
  readonly #health: HealthListener;
  #ending = false;
  readonly #reloads = new Mutex();

  constructor({ workers = 1, product, mapListen, ...logs }: ProxyOptions) {
    const count = resolveWorkers(workers);
    const [ofOne] = Object.keys({ ...(mapListen && { mapListen }), ...logs });
    if (count > 1 && ofOne !== undefined)
      throw new ConfigError(`${ofOne} goes with one worker, but there are ${count}; leave it out, or workers`);
    if (product !== undefined) setProduct(product);
    const place = (address: ListenAddress): ListenOptions => {
      if (address.kind === 'unix') return { path: address.path };
      const { host, port } = address;
      return mapListen === undefined ? { host, port } : mapListen({ host, port });
    };
    this.#workers =
      count === 1 ? new OneWorker(new Logs(logs), place, logs.onTunnel) : new WorkerThreads(count, product);
    this.#health = new HealthListener(place, {
      metrics: async () => renderMetrics(await this.#workers.metrics()),
      alive: () => this.#workers.alive(),
    });
  }

  get addresses(): readonly ListeningAddress[] {
    return this.#workers.addresses;
  }

  get health(): ListeningAddress | undefined {
    return this.#health.address;
  }

  get connections(): number {
    return this.#workers.connections;
  }

  get tunnels(): number {
    return this.#workers.tunnels;
  }

  /** Puts a configuration into force, or changes nothing. */
  async use(config: ProxyConfig, compiled = loadProxyConfig(config)): Promise<void> {
    const { commit } = await prepareAll([
      () => this.#workers.prepare(config, compiled),
      () => this.#health.prepare(compiled),
    ]);
    await commit();
  }

  async reload(config: ProxyConfig): Promise<void> {
    if (this.#ending) throw new Error('the proxy is ending, so it takes no new configuration');
    const done = await this.#reloads.acquire();
    try {
      await this.use(config);
    } finally {
      done();
    }
  }

  reopenLogs(): void {
    this.#workers.reopenLogs();
  }

  async drain(): Promise<void> {
    this.#ending = true;
    this.#health.drain();
    await this.#workers.drain();
    this.#health.close();
  }

  async close(): Promise<void> {
    this.#ending = true;
    this.#health.close();
    await this.#workers.close();
  }
}
