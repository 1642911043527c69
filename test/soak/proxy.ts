import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { residentMemory } from '../../bench/measure/resident-memory.ts';
import { deployedConfig } from '../../bench/peers/deployed-config.ts';
import type { Ports } from '../../bench/peers/peer.ts';
import { NODE_FLAGS } from '../../lib/plan/images/node-image.ts';
import { planDeployment } from '../../lib/plan/index.ts';
import type { WorkerCount } from '../../proxy-runtime/index.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram, type Program } from '../support/program.ts';
import { root } from '../support/tools.ts';

/** With which the proxy tells the backend what configuration a request was served by: 0, or the reload's number. */
export const CONFIGURATION_HEADER = 'X-Soak-Configuration';

/** How long a reload or an end may take on a busy machine. */
const PATIENCE_SECONDS = 30;

/**
 * The proxy as a stack deploys it, in a process of its own: with the flags, the number of workers and the configuration that a plan
 * renders. It is run by `wsproxy run`, which reloads on SIGHUP as the container's program, else the same, does not.
 */
export class SoakedProxy implements AsyncDisposable {
  reloads = 0;
  readonly #program: Program;
  readonly #file: string;
  readonly #ports: Ports;

  private constructor(file: string, ports: Ports, workers: WorkerCount) {
    this.#file = file;
    this.#ports = ports;
    this.#configure();
    this.#program = startProgram(process.execPath, [
      ...[...NODE_FLAGS, '--conditions=wsproxy-source', join(root, 'bin/wsproxy.ts')],
      ...['run', file, '--workers', String(workers)],
    ]);
  }

  static async start(folder: string, ports: Ports): Promise<SoakedProxy> {
    const proxy = new SoakedProxy(join(folder, 'proxy.json'), ports, planDeployment({}).container.workers);
    try {
      await proxy.#program.printed(/listening on/, PATIENCE_SECONDS);
      return proxy;
    } catch (error) {
      await proxy.#program.stop();
      throw error;
    }
  }

  /** In bytes. */
  get memory(): number {
    return residentMemory(this.#program.pid);
  }

  /** Puts a new configuration into force. */
  async reload(): Promise<void> {
    this.reloads++;
    this.#configure();
    this.#program.signal('SIGHUP');
    await eventually(
      `reload ${this.reloads}`,
      () => this.#program.output.split('configuration reloaded').length > this.reloads,
      () => this.said,
      PATIENCE_SECONDS * 1000,
    );
  }

  /** Has it take no more connections, as ECS does when it stops a task. */
  async drain(): Promise<void> {
    this.#program.signal('SIGTERM');
    await this.#program.printed(/draining/, PATIENCE_SECONDS);
  }

  /** @returns its exit code, once its last connection has ended */
  async ended(): Promise<number | null> {
    return this.#program.ended(PATIENCE_SECONDS);
  }

  /** What it said beside its access log: how it got on, and what went wrong. */
  get said(): string {
    return this.#program.output.replace(/^\{.*\n/gm, '');
  }

  /** `workerShutdownTimeout` is left out: after each reload it would end those who are to stay. */
  #configure(): void {
    const { proxySetHeader, ...config } = deployedConfig(planDeployment({}), this.#ports);
    const configuration = {
      ...config,
      workerShutdownTimeout: undefined,
      proxySetHeader: { ...(proxySetHeader as Record<string, string>), [CONFIGURATION_HEADER]: String(this.reloads) },
    };
    writeFileSync(this.#file, JSON.stringify(configuration));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.stop();
  }
}
