import { startProxy, type RunningProxy } from '../../../proxy-runtime/index.ts';
import type { DeployedListener, DeployedProxy } from '../deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import type { SessionLog } from '../log.ts';
import type { TargetAddress } from './health-check.ts';
import { findPort } from './listening.ts';
import { loadBalancerConfig } from './load-balancer-config.ts';

/** A listener as it runs here. */
export interface LocalListener extends DeployedListener {
  /** Its port on this machine. */
  readonly localPort: number;
}

/** Stands in for the load balancer: its listeners on ports of this machine, all that reach it passed on to the target in service. */
export class LoadBalancer {
  readonly listeners: readonly LocalListener[];
  readonly #proxy: RunningProxy;
  #deployed: DeployedProxy;
  #target: TargetAddress | undefined;

  private constructor(proxy: RunningProxy, deployed: DeployedProxy, listeners: readonly LocalListener[]) {
    this.#proxy = proxy;
    this.#deployed = deployed;
    this.listeners = listeners;
  }

  /**
   * Starts listening; requests are answered 503 until there is a target.
   *
   * @param port - for the first listener that forwards; the others get free ones, as does this one with 0
   * @throws {@link InputError} when a load balancer of this kind can't be stood in for
   */
  static async start(deployed: DeployedProxy, port: number, log: SessionLog): Promise<LoadBalancer> {
    const { type, listeners } = deployed.loadBalancer;
    const first = listeners.find(({ action }) => action.type === 'forward');
    if (type !== 'application' || first === undefined) {
      throw new InputError(
        `${deployed.path}: its load balancer is of type ${type}; only an application load balancer runs locally`,
      );
    }
    const config = loadBalancerConfig(deployed, { target: undefined, localPorts: new Map() });
    const proxy = await startProxy(config, {
      errorLog: log.error,
      mapListen: (address) => ({ host: '127.0.0.1', port: address.port === first.port ? port : 0 }),
    }).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? new Error(`port ${port} is taken on 127.0.0.1; choose another with --port PORT, or --port 0 for any free one`)
        : error;
    });
    const local = listeners.map((listener) => {
      const localPort = findPort(proxy.addresses, listener.port)?.port ?? 0;
      return { ...listener, localPort };
    });
    const loadBalancer = new LoadBalancer(proxy, deployed, local);
    await loadBalancer.#reload();
    return loadBalancer;
  }

  /** The first listener that leads to the proxy. */
  get entry(): LocalListener {
    const entry = this.listeners.find(({ action }) => action.type === 'forward');
    if (entry === undefined) throw new Error('unreachable: a load balancer without it is not started');
    return entry;
  }

  /** Tunnels through it that are open. */
  get tunnels(): number {
    return this.#proxy.tunnels;
  }

  /** Whether a new version of the proxy has the same listeners, so that they can stay open. */
  hasListenersOf({ loadBalancer }: DeployedProxy): boolean {
    const essence = (listeners: readonly DeployedListener[]): string =>
      listeners.map(({ port, protocol, action }) => `${protocol} ${port} ${action.type}`).join();
    return essence(loadBalancer.listeners) === essence(this.listeners);
  }

  /** Takes over a new version's attributes and listeners, and registers its target; the one before is deregistered. */
  async update(deployed: DeployedProxy, target: TargetAddress): Promise<void> {
    this.#deployed = deployed;
    this.#target = target;
    await this.#reload();
  }

  /** Stops listening; open connections end by themselves, at the latest when the deregistration delay is over. */
  drain(): Promise<void> {
    return this.#proxy.drain();
  }

  close(): Promise<void> {
    return this.#proxy.close();
  }

  async #reload(): Promise<void> {
    const localPorts = new Map(this.listeners.map(({ port, localPort }) => [port, localPort]));
    const target = this.#target && `${this.#target.host}:${this.#target.port}`;
    await this.#proxy.reload(loadBalancerConfig(this.#deployed, { target, localPorts }));
  }
}
