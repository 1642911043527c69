import { startProxy, type ProxyConfig, type RunningProxy } from '../../../proxy-runtime/index.ts';
import { formatAccessLine } from '../access-line.ts';
import type { DeployedProxy } from '../deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import type { SessionLog } from '../log.ts';
import type { TargetAddress } from './health-check.ts';
import { findPort } from './listening.ts';

/** The proxy's task: the deployed configuration in this process, on ports of this machine. */
export class Task {
  readonly target: TargetAddress;
  /** Where the target group's health check goes; undefined when nothing listens on that port. */
  readonly healthTarget: TargetAddress | undefined;
  readonly #proxy: RunningProxy;

  private constructor(proxy: RunningProxy, target: TargetAddress, healthTarget: TargetAddress | undefined) {
    this.#proxy = proxy;
    this.target = target;
    this.healthTarget = healthTarget;
  }

  /** @throws {@link InputError} when the configuration doesn't listen on the port that the service registers */
  static async start(
    { path, container, targetGroup }: DeployedProxy,
    config: ProxyConfig,
    log: SessionLog,
  ): Promise<Task> {
    const proxy = await startProxy(config, {
      accessLog: (line) => {
        log.info(formatAccessLine(line));
      },
      errorLog: log.error,
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
    return new Task(proxy, target, findPort(addresses, targetGroup.healthCheck.port));
  }

  get tunnels(): number {
    return this.#proxy.tunnels;
  }

  /** What SIGTERM does to the container's process. */
  drain(): Promise<void> {
    return this.#proxy.drain();
  }

  close(): Promise<void> {
    return this.#proxy.close();
  }
}
