import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deregistrationDelay } from '../deployed/attributes.ts';
import { BackendPool } from '../backends/backend-pool.ts';
import { readDeployedCommand, type DeployedCommand } from '../backends/deployed-command.ts';
import { byBackendName, mapBackends, parseLocalUrl } from '../backends/map-backends.ts';
import type { DeployedProxy } from '../deployed/deployed-proxy.ts';
import { describeProxy } from './describe.ts';
import { LocalProxy } from './local-proxy.ts';
import type { ProxyVersion } from './proxy-version.ts';
import type { Program } from '../program/program-source.ts';
import { placed, prefixed, silentLog, type SessionLog } from '../logs/session-log.ts';
import { openProgram, pickProxy } from '../program/program.ts';
import { checkPort } from '../stand-in/port-error.ts';
import { readProjectFile, type LocalBackend, type ProjectFile } from '../program/project-file.ts';
import { watchProgram } from '../program/watch.ts';
import { SynthesisError } from '../program/run-app.ts';

/** Options of {@link startDevSession}. */
export interface DevSessionOptions {
  /** A directory with a cdk.json or a Pulumi.yaml, an app file, or a synthesized cdk.out. */
  readonly app: string;
  /**
   * The port of the first proxy's first forwarding listener on 127.0.0.1, 0 for any free one; a second proxy gets the port after it.
   * @default 0
   */
  readonly port?: number;
  /** Where backends are on this machine, by upstream name or location; overrides wsproxy.json. @default {} */
  readonly backends?: Readonly<Record<string, string>>;
  /** CDK context or Pulumi configuration, on top of the app's own. @default {} */
  readonly context?: Readonly<Record<string, string>>;
  /** The Pulumi stack whose configuration is used. @default - the only one that has a file, or `dev` */
  readonly stack?: string;
  /** The path of the only proxy to run, or the end of it. @default - all of the app's */
  readonly proxy?: string;
  /** Whether to read the app again whenever its sources change. @default false */
  readonly watch?: boolean;
  /** Ends the start when it is aborted; a session that has started is ended by its methods. @default - the start takes as long as it takes */
  readonly signal?: AbortSignal;
  /** Takes what there is to say. @default - nobody does */
  readonly log?: SessionLog;
}

/** A proxy of a session. */
export interface DevProxy {
  /** Its path in the app, such as `ChatStack/Proxy`. */
  readonly path: string;
  /** The proxy's address, as `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The proxy's address for WebSockets, as `ws://127.0.0.1:PORT`. */
  readonly webSocketUrl: string;
}

/** An app's proxies running on this machine, each behind a stand-in for its load balancer. */
export interface DevSession {
  readonly proxies: readonly DevProxy[];
  /** Open tunnels. */
  readonly tunnels: number;
  /** How many seconds a drain can take at most: the longest deregistration delay. */
  readonly drainTimeout: number;
  /**
   * Reads the app again and goes over to what it deploys now, as a deployment would.
   *
   * @returns whether anything differs
   * @throws when the app fails or its new proxy is not healthy; what ran before goes on
   */
  reload(): Promise<boolean>;
  /**
   * The same, but whatever comes of it is only said: what a change of the sources does.
   *
   * @param why - what is said before what is done, such as `app.ts changed: `
   */
  reread(why?: string): Promise<void>;
  /** Takes no new connections, lets tunnels end for the deregistration delay, then ends. */
  drain(): Promise<void>;
  /** Ends everything at once. */
  close(): Promise<void>;
}

/**
 * Runs what an app would deploy, without deploying it: the proxies with exactly the synthesized configuration, and for each a stand-in for its
 * load balancer that keeps the synthesized listeners, idle timeout, health check and deregistration.
 *
 * @throws InputError when the app, an option or wsproxy.json can't be used
 * @throws SynthesisError when the app fails
 */
export async function startDevSession(options: DevSessionOptions): Promise<DevSession> {
  const session = new Session(options);
  const abort = (): void => void session.close();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    options.signal?.throwIfAborted();
    await session.start();
    options.signal?.throwIfAborted();
    return session;
  } catch (error) {
    await session.close();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

class Session implements DevSession {
  readonly #options: DevSessionOptions;
  readonly #program: Program;
  readonly #log: SessionLog;
  readonly #backends: BackendPool;
  readonly #proxies = new Map<string, LocalProxy>();
  readonly #closed = new AbortController();
  /** The backends that are mapped in what was read last. */
  #mapped: ReadonlyMap<string, LocalBackend> = new Map();
  #stopWatching: (() => Promise<void>) | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: DevSessionOptions) {
    this.#options = options;
    this.#program = openProgram(options.app, options);
    this.#log = options.log ?? silentLog;
    this.#backends = new BackendPool(this.#log, this.#closed.signal);
  }

  start(): Promise<void> {
    const started = this.#start();
    this.#busy = started;
    return started;
  }

  async #start(): Promise<void> {
    let port = this.#options.port ?? 0;
    if (port !== 0) await checkPort(port);
    const versions = await this.#read();
    for (const version of versions) {
      await this.#startProxy(version, port);
      if (port !== 0) port += 1;
    }
    if (this.#options.watch === true) {
      this.#stopWatching = await watchProgram(
        this.#program,
        (files) => this.reread(`${nameFiles(files, this.#program.directory)} changed: `),
        ({ message }) => {
          this.#log.error(`watching ${this.#program.name}: ${message}`);
        },
      );
      this.#log.info(`watching ${this.#program.name} for changes`);
    }
  }

  get proxies(): readonly DevProxy[] {
    return [...this.#proxies].map(([path, { loadBalancer }]) => {
      const address = `127.0.0.1:${loadBalancer.entry.localPort}`;
      return { path, url: `http://${address}`, webSocketUrl: `ws://${address}` };
    });
  }

  get tunnels(): number {
    return [...this.#proxies.values()].reduce((sum, { tunnels }) => sum + tunnels, 0);
  }

  get drainTimeout(): number {
    return Math.max(
      0,
      ...[...this.#proxies.values()].map(({ version }) => deregistrationDelay(version.deployed.targetGroup)),
    );
  }

  reload(): Promise<boolean> {
    const next = this.#busy.catch(() => undefined).then(() => this.#reload(''));
    this.#busy = next;
    return next;
  }

  async drain(): Promise<void> {
    await this.#settle();
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.drain()));
    await this.#backends.stop();
  }

  async close(): Promise<void> {
    await this.#settle();
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close('wsproxy ended')));
    this.#backends.kill();
  }

  /** Gives up a start or reload that is under way, and has no further one begin. */
  async #settle(): Promise<void> {
    this.#closed.abort();
    await this.#stopWatching?.();
    await this.#busy.catch(() => undefined);
  }

  async #startProxy(version: ProxyVersion, port: number): Promise<void> {
    const { path } = version.deployed;
    const webSocketLog = placed(this.#log, path, () => this.#proxies.size > 1);
    const proxy = await LocalProxy.start(version, port, this.#log, this.#closed.signal, webSocketLog);
    this.#proxies.set(path, proxy);
    for (const line of describeProxy(proxy)) this.#log.info(line);
  }

  async #reload(why: string): Promise<boolean> {
    this.#closed.signal.throwIfAborted();
    const versions = await this.#read(why);
    let changed = false;
    for (const version of versions) {
      const { path } = version.deployed;
      const proxy = this.#proxies.get(path);
      if (proxy === undefined) {
        await this.#startProxy(version, 0);
        changed = true;
      } else {
        const before = describeProxy(proxy);
        if (!(await proxy.replace(version))) continue;
        const after = describeProxy(proxy);
        if (!isDeepStrictEqual(before, after)) for (const line of after) this.#log.info(line);
        changed = true;
      }
    }
    const paths = new Set(versions.map(({ deployed }) => deployed.path));
    for (const [path, proxy] of [...this.#proxies].filter(([each]) => !paths.has(each))) {
      this.#log.info(`${path}: is no longer in the app`);
      this.#proxies.delete(path);
      await proxy.close('their proxy is no longer in the app');
      changed = true;
    }
    await this.#backends.retain(this.#mapped);
    return changed;
  }

  async reread(why = ''): Promise<void> {
    const next = this.#busy.catch(() => undefined).then(() => this.#reload(why));
    this.#busy = next;
    try {
      if (!(await next)) this.#log.info('nothing changed in its proxies');
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      const { before, details } = error instanceof SynthesisError ? error : { before: [], details: [] };
      for (const line of before) this.#log.error(`[app] ${line}`);
      this.#log.error(`${(error as Error).message}; the version before goes on`);
      for (const line of details) this.#log.error(`  ${line}`);
    }
  }

  /** Reads the app and its wsproxy.json, and starts the backends that are commands. */
  async #read(why = ''): Promise<readonly ProxyVersion[]> {
    const app = prefixed(this.#log, 'app');
    const { synthesized, reading, name } = this.#program;
    if (why !== '' || !synthesized) this.#log.info(`${why}${synthesized ? 'reading' : reading} ${name}`);
    const deployed = await this.#program.read({ signal: this.#closed.signal, onOutput: app.info });
    const project = readProjectFile(this.#program.directory, this.#program.synthesized);
    const commands = new Map(deployed.map((each) => [each, readDeployedCommand(each)]));
    const local = this.#localBackends([...commands.values()], project);
    const { proxy } = this.#options;
    const picked = proxy === undefined ? deployed : [pickProxy(deployed, proxy)];
    const needed = new Set(picked.flatMap((each) => commands.get(each)?.backends.map(({ name }) => name) ?? []));
    const backends = new Map([...local].filter(([name]) => needed.has(name)));
    const urls = await this.#backends.locate(backends);
    this.#mapped = backends;
    return picked.flatMap((each) => {
      const command = commands.get(each);
      return command === undefined ? [] : [version(each, command, backends, urls)];
    });
  }

  #localBackends(commands: readonly DeployedCommand[], project: ProjectFile | undefined): Map<string, LocalBackend> {
    const all = commands.flatMap(({ backends }) => backends);
    const option = '--backend';
    const given = Object.entries(this.#options.backends ?? {}).map(
      ([name, url]) => [name, parseLocalUrl(url, option)] as const,
    );
    return new Map<string, LocalBackend>([
      ...(project === undefined ? [] : byBackendName(project.backends, all, project.file)),
      ...byBackendName(Object.fromEntries(given), all, option),
    ]);
  }
}

function version(
  deployed: DeployedProxy,
  command: DeployedCommand,
  backends: ReadonlyMap<string, LocalBackend>,
  urls: ReadonlyMap<string, URL>,
): ProxyVersion {
  const routes = command.backends.map((backend) => {
    const local = backends.get(backend.name);
    return {
      backend,
      url: urls.get(backend.name),
      command: local === undefined || local instanceof URL ? undefined : local.command,
    };
  });
  return { deployed, config: mapBackends(command, urls), routes };
}

/** `app.ts`, or `app.ts and 2 more`. */
function nameFiles(files: readonly [string, ...string[]], directory: string): string {
  // Editors save by way of files that are gone then
  const [first = files[0], ...others] = files.filter((file) => existsSync(file));
  const name = relative(directory, first) || basename(first);
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
