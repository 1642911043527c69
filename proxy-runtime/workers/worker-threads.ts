import { setTimeout as delay } from 'node:timers/promises';
import type { Change } from '../server/change.ts';
import type { CompiledConfig } from '../compile/compile.ts';
import type { ProxyConfig } from '../config/types.ts';
import { connectionNumbersMemory } from '../connection/connection-number.ts';
import type { ListeningAddress } from '../server/listener.ts';
import { Logs } from '../logging/logs.ts';
import { writeProcessAlert } from '../logging/process-alert.ts';
import { openStreams } from '../logging/streams.ts';
import { Counters } from '../metrics/counters.ts';
import { describeConnections } from '../metrics/open-connections.ts';
import type { WorkerMetrics } from '../metrics/worker-metrics.ts';
import { ticketSecret } from '../tls/ticket-secret.ts';
import { fastPath } from '../net/tcp/fast-path.ts';
import type { Preparation, WorkerData } from './messages.ts';
import { Mutex } from './mutex.ts';
import { EndedWorker, WorkerThread } from './worker-thread.ts';
import type { Workers } from './workers.ts';
import { forgetWorker, keepMemory, memoryOf, type ZoneMemoryTable } from './zone-memory.ts';

/** After a worker that can't be replaced at once, because what it needs is not there. */
const RETRY_MS = 1000;

/** What a worker that is asked for its metrics may take. */
const LOOK_MS = 1000;

/** What a worker may take to show that it is there: less than a load balancer waits for the answer. */
const ALIVE_MS = 4000;

/** By how much a busy worker may be late when it is to end at a time. */
const LATE_MS = 2000;

interface InForce {
  readonly config: ProxyConfig;
  readonly compiled: CompiledConfig;
  readonly zones: ZoneMemoryTable;
  readonly addresses: readonly ListeningAddress[];
}

/** One worker's place, whichever thread has it. */
interface Slot {
  readonly worker: number;
  readonly memory: SharedArrayBuffer;
  readonly counters: Counters;
  restarts: number;
  /** Undefined while it is being replaced. */
  thread: WorkerThread | undefined;
}

/** Several workers, each in a thread of its own. All listen on the same addresses, and the kernel shares connections out among them. */
export class WorkerThreads implements Workers {
  readonly #slots: readonly Slot[];
  readonly #common: Omit<WorkerData, 'worker' | 'counters'>;
  readonly #mutex = new Mutex();
  readonly #ending = new AbortController();
  #inForce: InForce | undefined;
  /** When the last connection of configurations that were replaced is closed. */
  #retiredUntil = 0;

  constructor(workers: number, product: string | undefined) {
    openStreams();
    const connectionNumbers = connectionNumbersMemory();
    this.#common = { workers, product, connectionNumbers, ticketSecret: ticketSecret(), fastPath: fastPath() };
    this.#slots = Array.from({ length: workers }, (_, worker) => {
      const memory = Counters.memory();
      return { worker, memory, counters: new Counters(memory), restarts: 0, thread: undefined };
    });
    for (const slot of this.#slots) this.#fill(slot, this.#spawn(slot));
  }

  get addresses(): readonly ListeningAddress[] {
    return this.#inForce?.addresses ?? [];
  }

  get connections(): number {
    return this.#slots.reduce((sum, { counters }) => sum + counters.connections, 0);
  }

  get tunnels(): number {
    return this.#slots.reduce((sum, { counters }) => sum + counters.tunnels, 0);
  }

  get #threads(): WorkerThread[] {
    return this.#slots.flatMap(({ thread }) => thread ?? []);
  }

  async prepare(config: ProxyConfig, compiled: CompiledConfig): Promise<Change> {
    const done = await this.#mutex.acquire();
    const threads = this.#threads;
    const zones = keepMemory(compiled.shared.zones, this.#inForce?.zones, this.#common.workers);
    const abandon = async (): Promise<void> => {
      await Promise.allSettled(threads.map((thread) => thread.call('abandon')));
      done();
    };
    try {
      const addresses = await prepareThreads(threads, { config, zones: memoryOf(zones) });
      return {
        abandon,
        commit: async () => {
          this.#retiredUntil = this.#shutdownTime;
          this.#inForce = { config, compiled, zones, addresses };
          // Who dies meanwhile is replaced.
          await Promise.allSettled(threads.map((thread) => thread.call('commit')));
          done();
        },
      };
    } catch (error) {
      await abandon();
      throw error;
    }
  }

  /** When everything is closed if a drain begins now. */
  get #shutdownTime(): number {
    if (this.#inForce === undefined) return this.#retiredUntil;
    const { workerShutdownTimeout = Infinity } = this.#inForce.compiled;
    return Math.max(this.#retiredUntil, performance.now() + workerShutdownTimeout);
  }

  #spawn({ worker, memory: counters }: Slot): WorkerThread {
    return new WorkerThread({ ...this.#common, worker, counters });
  }

  #fill(slot: Slot, thread: WorkerThread): void {
    slot.thread = thread;
    void thread.died.then((error) => this.#died(slot, error));
  }

  #died(slot: Slot, error: Error): void {
    const { worker, counters } = slot;
    slot.thread = undefined;
    const open = describeConnections(counters);
    counters.closeAll();
    if (this.#inForce === undefined) return;
    this.#tell(
      error instanceof EndedWorker
        ? `worker ${worker} ${error.message}, and was ended with its ${open}`
        : `worker ${worker} died: ${error.stack ?? error.message}`,
    );
    forgetWorker(this.#inForce.zones, worker, this.#common.workers);
    void this.#replace(slot);
  }

  /** Tries until another thread has the place. */
  async #replace(slot: Slot): Promise<void> {
    while (!this.#ending.signal.aborted && !(await this.#tryToReplace(slot)))
      await delay(RETRY_MS, undefined, { signal: this.#ending.signal }).catch(() => undefined);
  }

  async #tryToReplace(slot: Slot): Promise<boolean> {
    const done = await this.#mutex.acquire();
    const thread = this.#spawn(slot);
    try {
      await this.#bringUp(thread);
      slot.restarts++;
      this.#fill(slot, thread);
      return true;
    } catch (error) {
      this.#tell(`worker ${slot.worker} can't be replaced yet: ${(error as Error).message}`);
      await thread.end('close', LATE_MS);
      return false;
    } finally {
      done();
    }
  }

  async #bringUp(thread: WorkerThread): Promise<void> {
    if (this.#inForce === undefined) throw new Error('nothing is in force');
    const { config, zones, addresses } = this.#inForce;
    await thread.call('prepare', { config, zones: memoryOf(zones), addresses });
    await thread.call('commit');
  }

  /** Tells the error log, which is opened for it: this thread has none open. */
  #tell(message: string): void {
    const { errorLogs = [] } = this.#inForce?.compiled.outside ?? {};
    writeProcessAlert(new Logs(), errorLogs, message);
  }

  reopenLogs(): void {
    for (const thread of this.#threads) thread.call('reopenLogs').catch(ignore);
  }

  metrics(): Promise<WorkerMetrics[]> {
    return Promise.all(
      this.#slots.map(async ({ counters, restarts, thread }) => {
        const late = delay(LOOK_MS, undefined, { ref: false });
        const snapshot = await Promise.race([thread?.call('snapshot').catch(ignore), late]);
        return { counters, restarts, snapshot: snapshot ?? undefined };
      }),
    );
  }

  async alive(): Promise<boolean> {
    const answers = this.#threads.map(async (thread) => {
      if (!(await thread.answers(ALIVE_MS))) throw new Error('no answer');
    });
    return Promise.any(answers).then(
      () => true,
      () => false,
    );
  }

  drain(): Promise<void> {
    return this.#end('drain', this.#shutdownTime - performance.now());
  }

  close(): Promise<void> {
    return this.#end('close', 0);
  }

  async #end(how: 'drain' | 'close', ms: number): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#threads.map((thread) => thread.end(how, ms + LATE_MS)));
    // One that was about to take a place is told to end by then.
    (await this.#mutex.acquire())();
    await Promise.all(this.#threads.map((thread) => thread.end('close', LATE_MS)));
  }
}

/** The first finds out what the others can listen on. @throws what the first one failed with, when all are done */
async function prepareThreads(
  [first, ...others]: readonly WorkerThread[],
  preparation: Omit<Preparation, 'addresses'>,
): Promise<readonly ListeningAddress[]> {
  if (first === undefined) throw new Error('no worker is running; the next one will be in a moment');
  const addresses = await first.call('prepare', { ...preparation, addresses: undefined });
  const prepared = await Promise.allSettled(
    others.map((thread) => thread.call('prepare', { ...preparation, addresses })),
  );
  for (const result of prepared) if (result.status === 'rejected') throw result.reason;
  return addresses;
}

function ignore(): undefined {
  // It died, and is replaced.
}
