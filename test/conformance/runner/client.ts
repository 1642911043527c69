import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from '../../support/program.ts';
import type { Clock } from './clock.ts';
import { Connection } from './connection.ts';
import { goesOn } from './script.ts';
import type { ClientStep } from './step.ts';
import { tlsClient } from './tls.ts';

/** The client of a case: its connections, and its signals to the program. */
export class Client implements Disposable {
  readonly connections = new Map<string, Connection>();
  readonly errors: string[] = [];
  exitMs: number | undefined;
  readonly #program: Program;
  readonly #port: number;
  readonly #clock: Clock;

  constructor(program: Program, port: number, clock: Clock) {
    this.#program = program;
    this.#port = port;
    this.#clock = clock;
  }

  /** Does the script, up to the first step that fails. */
  async run(script: readonly ClientStep[]): Promise<void> {
    try {
      for (const step of script) if (!(await this.#step(step))) return;
    } catch (error) {
      // No connection to the program.
      this.errors.push(String(error));
    }
  }

  async #step(step: ClientStep): Promise<boolean> {
    if (step.signal !== undefined) this.#program.signal(`SIG${step.signal}`);
    else if (step.sleep !== undefined) await delay(step.sleep);
    else if (step.waitForExit) await this.#waitForExit(step.timeout);
    else if (step.connect === 'refused') await this.#connectInVain();
    else if (step.connect !== undefined) await this.#connect(step.conn, step.connect === 'tls');
    else return await goesOn(step, this.connections.get(step.conn) ?? (await this.#connect(step.conn, false)));
    return true;
  }

  async #connect(name: string, tls: boolean): Promise<Connection> {
    const socket = await this.#open();
    const connection = tls ? await tlsClient(socket, this.#clock) : new Connection(socket, this.#clock);
    this.connections.set(name, connection);
    return connection;
  }

  async #connectInVain(): Promise<void> {
    const outcome = await this.#open().then(
      (socket) => {
        socket.destroy();
        return 'it was taken';
      },
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    if (outcome !== 'ECONNREFUSED') this.errors.push(`connect must be refused: ${String(outcome)}`);
  }

  async #open(): Promise<Socket> {
    // So small a mark makes `pause` stop reading at the next chunk.
    const options = { allowHalfOpen: true, highWaterMark: 1 };
    const socket = new Socket(options).setNoDelay();
    socket.connect({ port: this.#port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return socket;
  }

  async #waitForExit(timeout: number): Promise<void> {
    const ended = this.#program.ended(timeout / 1000).then(() => (this.exitMs = this.#clock.ms));
    await ended.catch(() => this.errors.push(`waitForExit: it still runs after ${timeout} ms`));
  }

  [Symbol.dispose](): void {
    for (const connection of this.connections.values()) connection.destroy();
  }
}
