import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Program } from '../../support/program.ts';
import type { Clock } from './clock.ts';
import { Connection } from './connection.ts';
import { Pace } from './pace.ts';
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
  readonly #pace = new Pace();

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
    if (step.sleep !== undefined) {
      await this.#pace.sleep(step.sleep);
      return true;
    }
    const { signal, connect, waitForExit, conn } = step;
    if (signal === undefined && connect === undefined && !waitForExit) {
      const connection = this.connections.get(conn) ?? (await this.#connect(conn, false));
      return await goesOn(step, connection, this.#pace);
    }
    if (signal !== undefined) this.#program.signal(`SIG${signal}`);
    else if (waitForExit) await this.#waitForExit(step.timeout);
    else if (connect === 'refused') await this.#connectInVain();
    else await this.#connect(conn, connect === 'tls');
    this.#pace.restart();
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
