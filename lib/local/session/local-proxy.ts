import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { deregistrationDelay } from '../deployed/attributes.ts';
import { describeChanges } from '../changes/describe-changes.ts';
import { prefixed, type SessionLog } from '../logs/session-log.ts';
import type { ProxyVersion } from './proxy-version.ts';
import { LoadBalancer } from '../stand-in/load-balancer.ts';
import { TargetHealth, type TargetState } from '../stand-in/target-health.ts';
import { Task } from '../stand-in/task.ts';
import { countWebSockets, WebSockets } from './web-sockets.ts';

/** A task that takes requests, and the watch over its health. */
interface Target {
  readonly task: Task;
  readonly health: TargetHealth;
}

const POLL_INTERVAL_MS = 100;

/** One proxy on this machine: the load balancer's stand-in, the task behind it, and tasks of older versions that still have tunnels. */
export class LocalProxy {
  readonly #log: SessionLog;
  readonly #retiring = new Map<Task, Promise<void>>();
  readonly #signal: AbortSignal;
  readonly #webSockets: WebSockets;
  #version: ProxyVersion;
  #loadBalancer: LoadBalancer;
  #target: Target | undefined;

  private constructor(
    version: ProxyVersion,
    loadBalancer: LoadBalancer,
    webSockets: WebSockets,
    log: SessionLog,
    signal: AbortSignal,
  ) {
    this.#version = version;
    this.#loadBalancer = loadBalancer;
    this.#webSockets = webSockets;
    this.#log = log;
    this.#signal = signal;
  }

  /**
   * Starts listening on `port`, then the task; resolves when it takes requests.
   *
   * @param signal - gives up a start or replacement that is under way
   * @param webSocketLog - is told of WebSockets
   */
  static async start(
    version: ProxyVersion,
    port: number,
    log: SessionLog,
    signal: AbortSignal,
    webSocketLog = log,
  ): Promise<LocalProxy> {
    const webSockets = new WebSockets(webSocketLog);
    const own = prefixed(log, 'load balancer');
    const loadBalancer = await LoadBalancer.start(version.deployed, port, own, webSockets);
    const proxy = new LocalProxy(version, loadBalancer, webSockets, log, signal);
    try {
      const target = await proxy.#startTarget(version);
      proxy.#target = target;
      if ((await target.health.decided) === 'unhealthy') {
        log.error(
          `${version.deployed.path}: with no healthy target an Application Load Balancer routes to the unhealthy ones, as is done here`,
        );
      }
      signal.throwIfAborted();
      await loadBalancer.update(version.deployed, target.task.target);
      return proxy;
    } catch (error) {
      await proxy.close('it could not start');
      throw error;
    }
  }

  get version(): ProxyVersion {
    return this.#version;
  }

  get loadBalancer(): LoadBalancer {
    return this.#loadBalancer;
  }

  /** Tunnels that are open, to whichever version. */
  get tunnels(): number {
    return this.#loadBalancer.tunnels;
  }

  /**
   * Goes over to another version as a deployment would: its task is started and checked, new connections go to it, and those to the task
   * before have the deregistration delay to end.
   *
   * What differs is said, and what that means for open WebSockets.
   *
   * @returns false when nothing differs
   * @throws when the new task can't start or is unhealthy; everything goes on as it was then
   */
  async replace(version: ProxyVersion): Promise<boolean> {
    const before = this.#version;
    const { path } = version.deployed;
    const sameTask = isDeepStrictEqual(
      [before.config, before.deployed.container],
      [version.config, version.deployed.container],
    );
    if (sameTask && isDeepStrictEqual(before.deployed, version.deployed)) {
      this.#version = version;
      return false;
    }
    for (const change of describeChanges(before, version)) this.#log.info(`${path}: ${change}`);
    const previous = this.#target;
    const sameCheck = isDeepStrictEqual(
      before.deployed.targetGroup.healthCheck,
      version.deployed.targetGroup.healthCheck,
    );
    const next = sameTask && sameCheck && previous ? previous : await this.#startHealthyTarget(version);
    await this.#switchTo(version, next.task);
    this.#version = version;
    this.#target = next;
    const delay = deregistrationDelay(before.deployed.targetGroup);
    this.#log.info(`${path}: ${describeEffect(next === previous ? undefined : delay, this.tunnels)}`);
    if (previous !== undefined && previous !== next) this.#retire(previous, delay);
    return true;
  }

  /** Stops listening and lets what is open end: tunnels for the deregistration delay, then the tasks. */
  async drain(): Promise<void> {
    this.#target?.health.stop();
    await this.#loadBalancer.drain();
    this.#webSockets.flush();
    await Promise.all([this.#target?.task.drain(), ...this.#retiring.values()]);
  }

  /**
   * Ends everything at once.
   *
   * @param reason - why its WebSockets are closed, if there are any
   */
  async close(reason: string): Promise<void> {
    this.#target?.health.stop();
    await this.#loadBalancer.close(reason);
    this.#webSockets.flush();
    await Promise.all([this.#target?.task.close(), ...[...this.#retiring.keys()].map((task) => task.close())]);
  }

  async #startTarget({ deployed, config }: ProxyVersion): Promise<Target> {
    const task = await Task.start(deployed, config, prefixed(this.#log, 'proxy'), this.#webSockets.inTask);
    const { path, port } = deployed.targetGroup.healthCheck;
    const say = (state: TargetState, reason: string | undefined): void => {
      const check = `health check GET ${path} on port ${port}`;
      if (state === 'healthy') this.#log.info(`${deployed.path}: the target is healthy (${check})`);
      else this.#log.error(`${deployed.path}: the target is unhealthy: ${check}: ${reason ?? ''}`);
    };
    return { task, health: new TargetHealth(deployed.targetGroup.healthCheck, task.healthTarget, say, this.#signal) };
  }

  async #startHealthyTarget(version: ProxyVersion): Promise<Target> {
    const target = await this.#startTarget(version);
    if ((await target.health.decided) === 'healthy') return target;
    target.health.stop();
    await target.task.close();
    this.#signal.throwIfAborted();
    throw new Error(`${version.deployed.path}: the new version is not healthy, so it gets no traffic`);
  }

  async #switchTo({ deployed }: ProxyVersion, task: Task): Promise<void> {
    if (this.#loadBalancer.hasListenersOf(deployed)) {
      await this.#loadBalancer.update(deployed, task.target);
      return;
    }
    const before = this.#loadBalancer;
    await before.close('its listeners changed, and those of before are gone');
    this.#loadBalancer = await LoadBalancer.start(
      deployed,
      before.entry.localPort,
      prefixed(this.#log, 'load balancer'),
      this.#webSockets,
    );
    await this.#loadBalancer.update(deployed, task.target);
  }

  #retire({ task, health }: Target, delay: number): void {
    health.stop();
    const { path } = this.#version.deployed;
    const { tunnels } = task;
    const end = async (): Promise<void> => {
      const deadline = Date.now() + delay * 1000;
      while (task.tunnels > 0 && Date.now() < deadline) await sleep(POLL_INTERVAL_MS);
      await task.drain();
      if (tunnels > 0) this.#log.info(`${path}: the version before has ended`);
    };
    this.#retiring.set(
      task,
      end().finally(() => this.#retiring.delete(task)),
    );
  }
}

/**
 * What a change means for those who are connected.
 *
 * @param delay - the deregistration delay of the task before, if that is replaced
 */
function describeEffect(delay: number | undefined, open: number): string {
  if (delay === undefined) {
    return open === 0 ? 'taken over, with the same task' : `taken over; ${countWebSockets(open)} ${stay(open)}`;
  }
  const newConnections = 'new connections go to the new version';
  if (open === 0) return newConnections;
  return `${newConnections}; ${countWebSockets(open)} ${stay(open)} for ${delay} s at most (deregistrationDelay, the target group's)`;
}

function stay(open: number): string {
  return open === 1 ? 'stays' : 'stay';
}
