import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { writeQueueSize } from '../../../proxy-runtime/net/write-queue.ts';
import type { Clock } from './clock.ts';
import { toRegExp } from './pattern.ts';

const WRITE_PATIENCE_MS = 10_000;
const CHUNK_SIZE = 256 * 1024;
/** More than all kernel buffers on the way hold together. */
const BLOCKED_BEFORE = 64_000_000;
/** A side that took nothing for so long takes no more. */
const BLOCKED_MS = 500;

/** One end of a connection whose every byte is a script's, and which notes what comes, and when. */
export class Connection {
  /** How the other side closed it: `fin`, `rst`, or a mishap's name. */
  close: string | undefined;
  closeMs: number | undefined;
  firstByteMs: number | undefined;
  length = 0;
  sentUntilBlocked: number | undefined;
  /** Steps that failed. */
  readonly errors: string[] = [];
  readonly #socket: Socket;
  readonly #stream: Duplex;
  readonly #clock: Clock;
  readonly #chunks: Buffer[] = [];
  readonly #waiting = new Set<() => void>();
  /** Where the last `expect` ended. */
  #expectedTo = 0;

  /** @param stream - what is read and written: over TLS, another one than the socket */
  constructor(socket: Socket, clock: Clock, stream: Duplex = socket) {
    this.#socket = socket;
    this.#stream = stream;
    this.#clock = clock;
    stream.on('error', (error: NodeJS.ErrnoException) => this.closed(closeKind(error)));
    stream.on('end', () => this.closed('fin'));
    stream.on('data', (chunk: Buffer) => {
      this.firstByteMs ??= clock.ms;
      this.length += chunk.length;
      this.#chunks.push(chunk);
      this.#changed();
    });
  }

  /** All bytes that came, one character each. */
  get text(): string {
    if (this.#chunks.length > 1) this.#chunks.splice(0, Infinity, Buffer.concat(this.#chunks));
    return this.#chunks[0]?.toString('latin1') ?? '';
  }

  /** The other side has closed it; only the first time counts. */
  closed(how: string): void {
    if (this.close !== undefined) return;
    this.close = how;
    this.closeMs = this.#clock.ms;
    this.#changed();
  }

  async expect(pattern: string, timeout: number): Promise<boolean> {
    const regExp = toRegExp(pattern);
    let behind = '';
    const seen = await this.#until(timeout, () => {
      behind = this.text.slice(this.#expectedTo);
      const found = regExp.exec(behind);
      if (found) this.#expectedTo += found.index + found[0].length;
      return found !== null;
    });
    return seen || this.#fail(`waited for ${pattern}, saw ${JSON.stringify(behind.slice(0, 200))}`);
  }

  async expectBytes(count: number, timeout: number): Promise<boolean> {
    const came = await this.#until(timeout, () => this.length >= count);
    return came || this.#fail(`waited for ${count} bytes, ${this.length} came`);
  }

  async expectClose(timeout: number): Promise<boolean> {
    const closed = await this.#until(timeout, () => this.close !== undefined);
    return closed || this.#fail('waited for the other side to close');
  }

  /** Writes, and waits until the kernel has taken all of it. */
  async send(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'latin1');
    // In pieces, because other cases have their turn in between.
    for (let at = 0; at < bytes.length; at += CHUNK_SIZE) {
      const error = await this.#write(bytes.subarray(at, at + CHUNK_SIZE));
      if (error === undefined) continue;
      this.#fail(`send: ${error}`);
      return;
    }
  }

  #write(bytes: Buffer): Promise<string | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(`not taken in ${WRITE_PATIENCE_MS} ms`), WRITE_PATIENCE_MS);
      this.#stream.write(bytes, (failure) => {
        clearTimeout(timer);
        resolve(failure?.message);
      });
    });
  }

  /** Writes until the kernel takes no more. */
  async sendUntilBlocked(character: string, timeout: number): Promise<void> {
    const chunk = Buffer.alloc(CHUNK_SIZE, character);
    const unsent = (): number => writeQueueSize(this.#socket) ?? 0;
    const end = performance.now() + timeout;
    let written = 0;
    let sent = 0;
    let sentAt = performance.now();
    while (performance.now() < Math.min(end, sentAt + BLOCKED_MS)) {
      if (unsent() === 0) {
        if (written >= BLOCKED_BEFORE || !this.#stream.writable) break;
        this.#stream.write(chunk);
        written += chunk.length;
      }
      if (written - unsent() > sent) {
        sent = written - unsent();
        sentAt = performance.now();
      }
      await (unsent() === 0 ? turn() : delay(5));
    }
    this.sentUntilBlocked = sent;
    if (performance.now() < sentAt + BLOCKED_MS) this.#fail(`sendUntilBlocked: not blocked after ${sent} bytes`);
  }

  shutdownWrite(): void {
    this.#stream.end();
  }

  /** Closes the socket, with what the kernel makes of it: FIN, or RST for unread bytes. */
  destroy(): void {
    this.#stream.destroy();
    this.#socket.destroy();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  /** Waits until `test` is true; gives up when the time is over, or nothing more can come. */
  async #until(timeout: number, test: () => boolean): Promise<boolean> {
    if (test()) return true;
    if (this.close !== undefined) return false;
    return await new Promise((resolve) => {
      const done = (result: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(result);
      };
      const look = (): void => {
        if (test()) done(true);
        else if (this.close !== undefined) done(false);
      };
      const timer = setTimeout(() => done(false), timeout);
      this.#waiting.add(look);
    });
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  #fail(error: string): false {
    this.errors.push(error);
    return false;
  }
}

/** EPIPE is what a write meets when the RST came before anybody read. */
function closeKind({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'rst' : (code ?? message);
}
