import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { writeQueueSize } from '../../proxy-runtime/net/write-queue.ts';
import { eventually, show } from './eventually.ts';
import { readMessage, type RawMessage } from './http-message.ts';

/** How a connection ended at this side: the other side's FIN, or its RST. */
export type End = 'fin' | 'reset';

/** One end of a TCP connection whose every byte is the test's own: what comes is kept until the test takes it. */
export class RawSocket implements Disposable {
  readonly socket: Socket;
  /** All bytes that ever came. */
  receivedLength = 0;
  end: End | undefined;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => (this.end ??= 'reset'));
    socket.on('end', () => (this.end ??= 'fin'));
    socket.on('data', (chunk: Buffer) => {
      this.receivedLength += chunk.length;
      this.#length += chunk.length;
      this.#chunks.push(chunk);
    });
  }

  /** What has come and was not taken yet. */
  get received(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  /** The same as text, one character a byte. */
  get text(): string {
    return this.received.toString('latin1');
  }

  /** Writes; in text one character is one byte. */
  write(data: string | Buffer): void {
    if (typeof data === 'string') this.socket.write(data, 'latin1');
    else this.socket.write(data);
  }

  /** Takes `length` bytes, once they are there. */
  async take(length: number): Promise<Buffer> {
    await eventually(
      `${length} bytes`,
      () => this.#length >= length,
      () => ({ end: this.end, length: this.#length, text: this.text }),
    );
    return this.cut(length);
  }

  /** The same as text. */
  async takeText(length: number): Promise<string> {
    return (await this.take(length)).toString('latin1');
  }

  /** Takes the next request. */
  request(): Promise<RawMessage> {
    return this.#message('a request', {});
  }

  /** Takes the next response. */
  response(options: { bodiless?: boolean } = {}): Promise<RawMessage> {
    return this.#message('a response', { ...options, untilEnd: true });
  }

  async #message(what: string, framing: { bodiless?: boolean; untilEnd?: boolean }): Promise<RawMessage> {
    let needed = 0;
    const { message, length } = await eventually(
      what,
      () => {
        // A large body is not put together anew for every piece of it.
        if (this.receivedLength < needed && this.end === undefined) return undefined;
        const read = readMessage(this.received, { ...framing, ended: this.end === 'fin' });
        needed = this.receivedLength + missing(this.received);
        // Nothing more will come of it.
        if (read === undefined && this.end !== undefined)
          throw new Error(`${what}: ${this.end} came first; seen: ${show(this.text)}`);
        return read;
      },
      () => ({ end: this.end, text: this.text }),
    );
    this.cut(length);
    return message;
  }

  /** Waits for the other side to end the connection. */
  ended(): Promise<End> {
    return eventually(
      'the end of the connection',
      () => this.end,
      () => this.text,
    );
  }

  /** Sends FIN behind what was written; reading goes on. */
  finish(): void {
    this.socket.end();
  }

  /** Sends RST. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  /** Waits until the other side takes nothing of what was written any more, and gives how much is left; fails when it takes all. */
  async stuck(): Promise<number> {
    const unsent = (): number => writeQueueSize(this.socket) ?? 0;
    let before = Number.NaN;
    // Several looks, because a busy event loop may not have come to the socket between two of them.
    for (let same = 0; same < 5;) {
      await delay(50);
      same = unsent() === before ? same + 1 : 0;
      before = unsent();
    }
    if (before === 0) throw new Error('nothing holds this side back: all it wrote was taken');
    return before;
  }

  /** Stops and goes on reading: the kernel's buffers fill up in between. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  /** Takes `length` bytes that are there already. */
  cut(length: number): Buffer {
    const all = this.received;
    this.#length -= length;
    this.#chunks = length < all.length ? [all.subarray(length)] : [];
    return all.subarray(0, length);
  }
}

/** How many bytes the message of a stated length at the front of `bytes` lacks at least. */
function missing(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  const stated = /^content-length: *(\d+)/im.exec(bytes.toString('latin1', 0, Math.max(0, end)))?.[1];
  return stated === undefined ? 0 : Number(stated) + end + 4 - bytes.length;
}

/** Connects to a port of 127.0.0.1, or to a unix socket. */
export async function connectRaw(to: number | string): Promise<RawSocket> {
  const options = typeof to === 'string' ? { path: to } : { port: to, host: '127.0.0.1' };
  const socket = connect({ ...options, allowHalfOpen: true, noDelay: true });
  const raw = new RawSocket(socket);
  await once(socket, 'connect');
  return raw;
}
