import type { SessionLog } from '../logs/session-log.ts';
import type { BackendCommand, LocalBackend } from '../program/project-file.ts';
import { BackendProcess } from './backend-process.ts';

/** The backends that run here as commands: each is started when it is first asked for, and shared by all proxies. */
export class BackendPool {
  readonly #log: SessionLog;
  readonly #signal: AbortSignal;
  readonly #processes = new Map<string, BackendProcess>();

  /** @param signal - gives up a command that is just being started */
  constructor(log: SessionLog, signal: AbortSignal) {
    this.#log = log;
    this.#signal = signal;
  }

  /** The addresses of backends, once those that are commands accept connections. */
  async locate(backends: ReadonlyMap<string, LocalBackend>): Promise<ReadonlyMap<string, URL>> {
    const urls = new Map<string, URL>();
    for (const [name, backend] of backends) {
      urls.set(name, backend instanceof URL ? backend : (await this.#process(name, backend)).url);
    }
    return urls;
  }

  /** Ends the commands that are not among these any more. */
  async retain(backends: ReadonlyMap<string, LocalBackend>): Promise<void> {
    const wanted = new Set(
      [...backends].flatMap(([name, backend]) => (backend instanceof URL ? [] : [key(name, backend)])),
    );
    const gone = [...this.#processes].filter(([each]) => !wanted.has(each));
    for (const [each] of gone) this.#processes.delete(each);
    await Promise.all(gone.map(([, backend]) => backend.stop()));
  }

  async stop(): Promise<void> {
    await this.retain(new Map());
  }

  /** Ends them at once. */
  kill(): void {
    for (const backend of this.#processes.values()) backend.kill();
    this.#processes.clear();
  }

  async #process(name: string, command: BackendCommand): Promise<BackendProcess> {
    const id = key(name, command);
    const backend = this.#processes.get(id) ?? (await BackendProcess.start(name, command, this.#log, this.#signal));
    this.#processes.set(id, backend);
    return backend;
  }
}

function key(name: string, { command, directory }: BackendCommand): string {
  return JSON.stringify([name, command, directory]);
}
