import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { COUNT, Counters } from '../metrics/counters.ts';
import { receiveError, type Answer, type Calls, type Question, type WorkerData } from './messages.ts';
import { Pulse, SILENT } from './pulse.ts';
import { WORKER_PROGRAM } from './worker-program.ts';

/** What a worker that was told to end may take to write its last lines. */
const END_MS = 1000;

/**
 * Three semi-spaces of 4 MB, as the image's entry point has it for a single worker; Node's 96 would be filled with the garbage of the
 * past, and be most of the memory of idle tunnels. A `--max-semi-space-size` that is given has the better of it.
 */
const YOUNG_GENERATION_MB = 12;

/** What Node's timers can count. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Why a worker was ended that did not end by itself. */
export class EndedWorker extends Error {}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker's thread, seen from the one that started it. */
export class WorkerThread {
  /** Resolves if the thread ends otherwise than it was told to: with {@link EndedWorker} if it had to be ended. */
  readonly died: Promise<Error>;
  readonly #worker: Worker;
  readonly #exited: Promise<unknown>;
  readonly #pending = new Map<number, Pending>();
  #latest = 0;
  #error: Error | undefined;
  /** Why nothing can be asked of it any more. */
  #gone: Error | undefined;
  #toldToEnd = false;
  #onDeath: (error: Error) => void = () => undefined;
  readonly #pulse: Pulse;

  constructor(data: WorkerData) {
    this.#worker = new Worker(WORKER_PROGRAM, {
      name: `worker ${data.worker}`,
      workerData: { wsproxy: data },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker.on('message', (answer: Answer) => this.#answered(answer));
    this.#worker.on('error', (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    this.#exited = new Promise((exited) => void this.#worker.on('exit', exited));
    this.died = new Promise((died) => (this.#onDeath = died));
    this.#worker.on('exit', (code) => this.#isGone(this.#error ?? new Error(`the worker exited with ${code}`)));
    const counters = new Counters(data.counters);
    this.#pulse = new Pulse(
      () => this.call('ping'),
      () => void this.#kill(SILENT),
      () => counters.get(COUNT.requests),
    );
  }

  #isGone(error: Error): void {
    if (this.#gone !== undefined) return;
    this.#gone = error;
    this.#pulse.stop();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    if (!this.#toldToEnd || this.#error !== undefined) this.#onDeath(error);
  }

  /** Whether it answers within `ms`. */
  async answers(ms: number): Promise<boolean> {
    const done = new AbortController();
    const late = delay(ms, false, { ref: false, signal: done.signal }).catch(() => false);
    const answered = this.call('ping').then(
      () => true,
      () => false,
    );
    return Promise.race([answered, late]).finally(() => done.abort());
  }

  call<C extends keyof Calls>(
    call: C,
    ...[asked]: Calls[C]['asked'] extends undefined ? [] : [Calls[C]['asked']]
  ): Promise<Calls[C]['answer']> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const id = ++this.#latest;
    const question: Question = { id, call, asked };
    return new Promise((resolve, reject) => {
      // The thread answers what it was asked.
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      this.#worker.postMessage(question);
    });
  }

  #answered(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if ('error' in answer) pending?.reject(receiveError(answer.error));
    else pending?.resolve(answer.answer);
  }

  /**
   * Ends the thread once it has done `last`, which need not succeed.
   *
   * @param ms - how long that may take
   */
  async end(last: 'drain' | 'close', ms: number): Promise<void> {
    this.#toldToEnd = true;
    const limit = new AbortController();
    const done = this.call(last).then(
      () => true,
      () => false,
    );
    if (ms <= MAX_DELAY_MS) {
      void delay(ms, undefined, { ref: false, signal: limit.signal }).then(
        () => this.#kill(`did not end within ${Math.round(ms / 1000)} s`),
        () => undefined,
      );
    }
    const ended = await done;
    limit.abort();
    this.#pulse.stop();
    if (ended) await this.#exitedSoon();
    void this.#worker.terminate();
    await this.#exitedSoon();
  }

  /** Ends it whatever it does; what it has open is closed. */
  async #kill(why: string): Promise<void> {
    const error = (this.#error = new EndedWorker(why));
    void this.#worker.terminate();
    // Who is stuck in the system ends when that lets it go, and nobody waits for it.
    await this.#exitedSoon();
    this.#worker.unref();
    this.#isGone(error);
  }

  #exitedSoon(): Promise<unknown> {
    return Promise.race([this.#exited, delay(END_MS, undefined, { ref: false })]);
  }
}
