import { unlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorLogTarget, ProxyConfig, WorkerCount } from '../../proxy-runtime/config/index.ts';
import { streamsTaken } from '../../proxy-runtime/logging/index.ts';
import type { RunningProxy } from '../../proxy-runtime/index.ts';
import { endSurely, watchEventLoop } from '../../proxy-runtime/process/index.ts';
import { describeListenError, isAddressInUse } from './listen-error.ts';
import { removePidFile, writePidFile } from './pid-file.ts';
import type { ProcessLog } from './process-log.ts';
import { describeSignal, type NginxSignal, type Signals } from './signals.ts';

/** What a configuration file says, to the proxy and to its process. */
export interface ProcessConfig {
  readonly config: ProxyConfig;
  /** Takes the process's id while it runs. */
  readonly pidFile: string | undefined;
  readonly errorLog: readonly ErrorLogTarget[];
  /** How many workers it starts with. */
  readonly workers: WorkerCount;
}

export interface ServeOptions {
  readonly configuration: ProcessConfig;
  /** Reads the configuration again. @throws Error for one that is refused */
  readonly reread: () => ProcessConfig;
  readonly start: (config: ProxyConfig) => Promise<RunningProxy>;
  readonly signals: Signals;
  readonly log: ProcessLog;
  /** The proxy listens and the pid file is written. */
  readonly onListening: (proxy: RunningProxy) => void;
}

/**
 * Runs a proxy the way nginx's master process runs its workers. QUIT lets what is open come to its end; TERM and INT end the process at once,
 * without a line in the access log; HUP reads the configuration again, and a wrong one changes nothing; USR1 opens the logs again.
 *
 * @returns the exit code: 0 after QUIT, 1 when it can't start
 */
export function serve(options: ServeOptions): Promise<number> {
  return new ProxyProcess(options).run();
}

/** As often as nginx does, so that a restart may overlap with the process before. */
const LISTEN_TRIES = 5;
const LISTEN_PAUSE = 500;

class ProxyProcess {
  readonly #options: ServeOptions;
  readonly #log: ProcessLog;
  #proxy: RunningProxy | undefined;
  #pidFile: string | undefined;
  #quit: (() => void) | undefined;
  /** HUP and USR1 that came while the proxy started. */
  #postponed: NginxSignal[] = [];

  constructor(options: ServeOptions) {
    this.#options = options;
    this.#log = options.log;
  }

  async run(): Promise<number> {
    const { configuration, signals, onListening } = this.#options;
    const quitting = new Promise<void>((resolve) => (this.#quit = resolve));
    signals.handle((signal) => this.#receive(signal));
    const proxy = await this.#start(configuration);
    if (proxy === undefined) return 1;
    watchEventLoop(proxy);
    this.#log.leaveConsole();
    onListening(proxy);
    for (const signal of this.#postponed.splice(0)) this.#receive(signal);
    await quitting;
    this.#log.log('notice', 'gracefully shutting down');
    await proxy.drain();
    this.#removePidFile();
    this.#log.log('notice', 'exit');
    await streamsTaken();
    endSurely();
    return 0;
  }

  async #start({ config, pidFile }: ProcessConfig): Promise<RunningProxy | undefined> {
    try {
      const proxy = await this.#listen(config);
      this.#proxy = proxy;
      if (pidFile !== undefined) writePidFile(pidFile);
      this.#pidFile = pidFile;
      return proxy;
    } catch (error) {
      this.#log.log('emerg', describeListenError(error));
      await this.#proxy?.close();
      return undefined;
    }
  }

  async #listen(config: ProxyConfig): Promise<RunningProxy> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#options.start(config);
      } catch (error) {
        if (!isAddressInUse(error)) throw error;
        this.#log.log('emerg', describeListenError(error));
        if (tries === LISTEN_TRIES) throw new Error('still could not bind()', { cause: error });
        await delay(LISTEN_PAUSE);
      }
    }
  }

  #receive(signal: NginxSignal): void {
    switch (signal) {
      case 'SIGTERM':
      case 'SIGINT':
        return this.#exit(signal);
      case 'SIGQUIT':
        this.#log.log('notice', `${describeSignal(signal)} received, shutting down`);
        if (this.#proxy === undefined) return this.#exit(signal);
        return this.#quit?.();
      case 'SIGHUP':
      case 'SIGUSR1':
        if (this.#proxy === undefined) this.#postponed.push(signal);
        else if (signal === 'SIGHUP') void this.#reload(this.#proxy);
        else this.#reopenLogs(this.#proxy);
        return;
      case 'SIGUSR2':
      case 'SIGWINCH':
        this.#log.log('notice', `${describeSignal(signal)} received, which has no effect on this proxy`);
    }
  }

  async #reload(proxy: RunningProxy): Promise<void> {
    this.#log.log('notice', `${describeSignal('SIGHUP')} received, reconfiguring`);
    try {
      const { config, pidFile, errorLog, workers } = this.#options.reread();
      await proxy.reload(config);
      this.#log.use(errorLog);
      this.#movePidFile(pidFile);
      const { workers: started } = this.#options.configuration;
      if (workers !== started)
        this.#log.log('warn', `worker_processes is ${workers} now, but stays ${started} until a restart`);
    } catch (error) {
      this.#log.log('emerg', describeListenError(error));
    }
  }

  #reopenLogs(proxy: RunningProxy): void {
    this.#log.log('notice', `${describeSignal('SIGUSR1')} received, reopening logs`);
    try {
      proxy.reopenLogs();
    } catch (error) {
      this.#log.log('emerg', (error as Error).message);
    }
  }

  #movePidFile(file: string | undefined): void {
    if (file === this.#pidFile) return;
    if (file !== undefined) writePidFile(file);
    this.#removePidFile();
    this.#pidFile = file;
  }

  #removePidFile(): void {
    if (this.#pidFile === undefined) return;
    try {
      removePidFile(this.#pidFile);
    } catch (error) {
      this.#log.log('alert', (error as Error).message);
    }
  }

  /** Ends the process; the system closes its connections. */
  #exit(signal: NginxSignal): never {
    this.#log.log('notice', `${describeSignal(signal)} received, exiting`);
    this.#removePidFile();
    for (const { host, port } of this.#proxy?.addresses ?? []) if (port === 0) removeSocket(host);
    this.#log.log('notice', 'exit');
    endSurely();
    process.exit(0);
  }
}

/** A unix socket stays in the file system when its process ends, and would be in the way of the next one. */
function removeSocket(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It has gone: nothing is in the way
  }
}
