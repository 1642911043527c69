import { openedTunnel, startProxy, type OpenedTunnel, type RunningProxy } from '../../../proxy-runtime/index.ts';
import { deregistrationDelay, idleTimeout } from '../deployed/attributes.ts';
import type { DeployedListener, DeployedProxy } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import type { SessionLog } from '../logs/session-log.ts';
import { WebSockets } from '../session/web-sockets.ts';
import type { TargetAddress } from './health-check.ts';
import { findPort } from './listening.ts';
import { loadBalancerConfig } from './load-balancer-config.ts';
import { portError } from './port-error.ts';

/** A listener as it runs here. */
export interface LocalListener extends DeployedListener {
  /** Its port on this machine. */
  readonly localPort: number;
}

/** Stands in for the load balancer: its listeners on ports of this machine, all that reach it passed on to the target in service. */
export class LoadBalancer {
  readonly listeners: readonly LocalListener[];
  readonly #proxy: RunningProxy;
  readonly #webSockets: WebSockets;
  readonly #tunnels: ReadonlySet<OpenedTunnel>;
  /** Deregistration delays that run. */
  readonly #delays = new Set<NodeJS.Timeout>();
  #deployed: DeployedProxy;
  #target: TargetAddress | undefined;

  private constructor(
    proxy: RunningProxy,
    webSockets: WebSockets,
    tunnels: ReadonlySet<OpenedTunnel>,
    deployed: DeployedProxy,
    listeners: readonly LocalListener[],
  ) {
    this.#proxy = proxy;
    this.#webSockets = webSockets;
    this.#tunnels = tunnels;
    this.#deployed = deployed;
    this.listeners = listeners;
  }

  /**
   * Starts listening; requests are answered 503 until there is a target.
   *
   * @param port - for the first listener that forwards; the others get free ones, as does this one with 0
   * @param webSockets - is told of those through it
   * @throws {@link InputError} when a load balancer of this kind can't be stood in for
   */
  static async start(
    deployed: DeployedProxy,
    port: number,
    log: SessionLog,
    webSockets = new WebSockets(log),
  ): Promise<LoadBalancer> {
    const { type, listeners } = deployed.loadBalancer;
    const first = listeners.find(({ action }) => action.type === 'forward');
    if (type !== 'application' || first === undefined) {
      throw new InputError(
        `${deployed.path}: its load balancer is of type ${type}; only an application load balancer runs locally`,
      );
    }
    const config = loadBalancerConfig(deployed, { target: undefined, localPorts: new Map() });
    const tunnels = new Set<OpenedTunnel>();
    const proxy = await startProxy(config, {
      errorLog: log.error,
      onTunnel: (exchange, upstream) => {
        const tunnel = openedTunnel(exchange, upstream);
        tunnels.add(tunnel);
        const end = webSockets.inLoadBalancer(tunnel, idleTimeout(loadBalancer.#deployed.loadBalancer));
        return (cause) => {
          tunnels.delete(tunnel);
          end(cause);
        };
      },
      mapListen: (address) => ({ host: '127.0.0.1', port: address.port === first.port ? port : 0 }),
    }).catch((error: unknown) => {
      throw portError(error, port) ?? error;
    });
    const local = listeners.map((listener) => {
      const localPort = findPort(proxy.addresses, listener.port)?.port ?? 0;
      return { ...listener, localPort };
    });
    const loadBalancer = new LoadBalancer(proxy, webSockets, tunnels, deployed, local);
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
    const signature = (listeners: readonly DeployedListener[]): string =>
      listeners.map(({ port, protocol, action }) => `${protocol} ${port} ${action.type}`).join();
    return signature(loadBalancer.listeners) === signature(this.listeners);
  }

  /** Takes over a new version's attributes and listeners, and registers its target; the one before is deregistered. */
  async update(deployed: DeployedProxy, target: TargetAddress): Promise<void> {
    const before = { deployed: this.#deployed, target: this.#target && format(this.#target) };
    this.#deployed = deployed;
    this.#target = target;
    await this.#reload();
    if (before.target === undefined || before.target === format(target)) return;
    this.#afterDelay(before.deployed, () => {
      for (const tunnel of this.#tunnels) if (tunnel.address === before.target) tunnel.close();
    });
  }

  /** Stops listening; open connections end by themselves, at the latest when the deregistration delay is over. */
  async drain(): Promise<void> {
    this.#stopDelays();
    this.#afterDelay(this.#deployed, () => this.#proxy.close());
    await this.#proxy.drain();
    this.#stopDelays();
  }

  /** @param reason - why its WebSockets are closed, if they are */
  async close(reason = 'their load balancer was stopped'): Promise<void> {
    this.#stopDelays();
    await this.#webSockets.cut(reason, () => this.#proxy.close());
  }

  /** WebSockets to a target that is deregistered go on until its target group's delay is over. */
  #afterDelay({ targetGroup }: DeployedProxy, end: () => void | Promise<void>): void {
    const delay = deregistrationDelay(targetGroup);
    const timer = setTimeout(() => {
      this.#delays.delete(timer);
      void this.#webSockets.cut(`deregistrationDelay ${delay} s, the target group's, was over`, end);
    }, delay * 1000);
    this.#delays.add(timer);
  }

  #stopDelays(): void {
    for (const timer of this.#delays) clearTimeout(timer);
    this.#delays.clear();
  }

  async #reload(): Promise<void> {
    const localPorts = new Map(this.listeners.map(({ port, localPort }) => [port, localPort]));
    const target = this.#target && format(this.#target);
    await this.#proxy.reload(loadBalancerConfig(this.#deployed, { target, localPorts }));
  }
}

function format({ host, port }: TargetAddress): string {
  return `${host}:${port}`;
}
