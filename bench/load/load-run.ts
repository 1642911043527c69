import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { pinned } from '../measure/cores.ts';
import type { Ports } from '../peers/peer.ts';

type LoadPorts = Pick<Ports, 'proxy' | 'backend'>;

/** What the load generator is to do; see load/main.c. */
export interface LoadOptions {
  /** Connections that stay open. @default 100 */
  readonly connections?: number;
  /** Operations at a time on them. @default - one on each */
  readonly inFlight?: number;
  /** So many other connections at a time are opened, used once and closed, instead of operations on those. */
  readonly churn?: number;
  /** Openings at least, where `seconds` is 0. @default - so many as are opened at a time */
  readonly openings?: number;
  /** GET requests instead of WebSocket messages. */
  readonly get?: boolean;
  /** Messages to the backend of one operation, as FRAMESxPAYLOAD. @default '1x64' */
  readonly up?: string;
  /** Messages from the backend of one operation. @default '1x64' */
  readonly down?: string;
  /** Seconds before the measurement. */
  readonly warm: number;
  /** Seconds of the measurement; 0 is one operation on each connection, or {@link openings}. */
  readonly seconds: number;
}

/** What a run of the load generator did. */
export interface LoadResult {
  readonly operations: number;
  readonly seconds: number;
  /** Microseconds that an operation took, from its first byte sent to its last byte received. */
  readonly p50: number;
  readonly p99: number;
}

/** A run of the load generator, which rests before and after what is measured. */
export class LoadRun {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string, undefined>;
  readonly #reader: Interface;
  readonly #closed: Promise<unknown>;
  #errors = '';

  constructor(program: string, ports: LoadPorts, options: LoadOptions) {
    const [command, ...args] = pinned('load', [program, ...loadArguments(ports, options)]);
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.on('error', (error) => (this.#errors += error.message));
    // It has ended, and says why
    this.#process.stdin.on('error', () => undefined);
    this.#process.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.#closed = once(this.#process, 'close');
    this.#reader = createInterface(this.#process.stdout);
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Resolves when the connections are open, it has warmed up, and nothing is on its way. */
  async ready(): Promise<void> {
    await this.#line();
  }

  /** Does what is measured; afterwards nothing is on its way. */
  async go(): Promise<LoadResult> {
    this.#process.stdin.write('\n');
    return JSON.parse(await this.#line()) as LoadResult;
  }

  /** Closes all connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.stdin.end();
    this.#reader.close();
    await this.#closed;
  }

  async #line(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done !== true) return line.value;
    await this.#closed;
    throw new Error(this.#errors.trim() || 'the load generator was ended by a signal');
  }
}

function loadArguments(ports: LoadPorts, options: LoadOptions): string[] {
  const { connections = 100, inFlight = connections, churn = 0, openings = 0, warm, seconds } = options;
  const { up = '1x64', down = '1x64' } = options;
  const numbers = { connections, 'in-flight': inFlight, churn, openings };
  const given = { proxy: ports.proxy, backend: ports.backend, ...numbers, up, down };
  const pairs = Object.entries({ ...given, warm, seconds }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return options.get === true ? ['--get', ...pairs] : pairs;
}
