import { startProxy, type OnTunnel, type ProxyConfig, type RunningProxy } from '../../../proxy-runtime/index.ts';
import type { DeployedProxy } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import type { SessionLog } from '../logs/session-log.ts';
import { ProxyLog } from '../logs/proxy-log.ts';
import type { TargetAddress } from './health-check.ts';
import { findPort } from './listening.ts';

/** The proxy's task: the deployed configuration in this process, on ports of this machine. */
export class Task {
  readonly target: TargetAddress;
  /** Where the target group's health check goes; undefined when nothing listens on that port. */
  readonly healthTarget: TargetAddress | undefined;
  readonly #proxy: RunningProxy;
  readonly #log: ProxyLog;

  private constructor(
    proxy: RunningProxy,
    log: ProxyLog,
    target: TargetAddress,
    healthTarget: TargetAddress | undefined,
  ) {
    this.#proxy = proxy;
    this.#log = log;
    this.target = target;
    this.healthTarget = healthTarget;
  }

  /**
   * Starts the proxy of a task.
   *
   * @param onTunnel - is told of its tunnels
   * @throws {@link InputError} when the configuration doesn't listen on the port that the service registers
   */
  static async start(
    { path, container, targetGroup }: DeployedProxy,
    config: ProxyConfig,
    log: SessionLog,
    onTunnel?: OnTunnel,
  ): Promise<Task> {
    const own = new ProxyLog(log);
    const proxy = await startProxy(config, {
      accessLog: own.access,
      errorLog: own.error,
      ...(onTunnel && { onTunnel }),
      mapListen: () => ({ host: '127.0.0.1', port: 0 }),
    });
    const addresses = [...proxy.addresses, proxy.health];
    const target = findPort(addresses, container.port);
    if (target === undefined) {
      await proxy.close();
      throw new InputError(
        `${path}: the service registers port ${container.port}, but the proxy's configuration doesn't listen on it`,
      );
    }
    return new Task(proxy, own, target, findPort(addresses, targetGroup.healthCheck.port));
  }

  get tunnels(): number {
    return this.#proxy.tunnels;
  }

  /** What SIGTERM does to the container's process. */
  async drain(): Promise<void> {
    await this.#proxy.drain();
    this.#log.flush();
  }

  async close(): Promise<void> {
    await this.#proxy.close();
    this.#log.flush();
  }
}
