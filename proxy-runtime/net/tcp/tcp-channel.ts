import {
  NOBODY,
  type Channel,
  type ChannelEvents,
  type ChannelOwner,
  type Endpoint,
  type RelayOwner,
} from '../channel.ts';
import { ChannelTimer } from '../channel-timer.ts';
import { ENOTCONN, EOF, type ShutdownRequest, type TcpBinding, type TcpHandle, type WriteRequest } from './binding.ts';
import { BUFFER_SIZE, giveBuffer, sharedBuffer, takeBuffer } from './read-buffers.ts';
import { systemError } from './system-error.ts';

/** Up to here, a read is written as text: the copy is cheaper than a view, and only what the kernel does not take is kept. */
const SMALL = 4096;

/** Joined before they are written, instead of one system call each. */
const MAX_JOINED = 16 * 1024;

type OwnHandle = TcpHandle & { channel: TcpChannel };

type OwnWrite = WriteRequest & {
  channel: TcpChannel;
  /** Held until the kernel has all of it. */
  data: Buffer | string | undefined;
  /** Given back then. */
  buffer: Buffer | undefined;
  sent: (() => void)[] | undefined;
};

/** A TCP connection on Node's own handle, without the streams in between. */
export class TcpChannel implements Channel {
  readonly timer = new ChannelTimer();
  bytesRead = 0;
  bytesWritten = 0;
  ended = false;
  closed = false;
  paused = true;
  readonly #binding: TcpBinding;
  readonly #handle: TcpHandle;
  #events: ChannelEvents;
  #reader: ChannelOwner;
  #relayOwner: RelayOwner | undefined;
  #relayTo: Channel | undefined;
  #buffer: Buffer = sharedBuffer;
  /** Writes the kernel has not taken all of. */
  #pending = 0;
  #lastWrite: OwnWrite | undefined;
  #held: (Buffer | string)[] | undefined;
  #destroyed = false;
  #finishing = false;
  #finished: (() => void) | undefined;
  #gone: (() => void) | undefined;
  #error: Error | undefined;

  /** @param handle - a connected socket, or one that is about to be: then `start` is called when it is */
  constructor(binding: TcpBinding, handle: TcpHandle, owner: ChannelOwner = NOBODY) {
    this.#binding = binding;
    this.#handle = handle;
    this.#events = this.#reader = owner;
    (handle as OwnHandle).channel = this;
    handle.onread = onRead;
    handle.useUserBuffer(sharedBuffer);
  }

  /** Begins to read. */
  start(): void {
    this.resume();
  }

  get owner(): ChannelOwner {
    return this.#reader;
  }

  set owner(owner: ChannelOwner) {
    this.#events = this.#reader = owner;
    this.#relayTo = this.#relayOwner = undefined;
  }

  get blocked(): boolean {
    return this.#pending > 0 || this.#held !== undefined;
  }

  get congested(): boolean {
    return this.#pending > 0;
  }

  get writable(): boolean {
    return !this.#destroyed && !this.#finishing;
  }

  get unsent(): number {
    return this.#pending === 0 ? 0 : this.#handle.writeQueueSize;
  }

  get remote(): Endpoint | undefined {
    const out: { address?: string; port?: number } = {};
    return this.#destroyed || this.#handle.getpeername(out) !== 0 ? undefined : (out as Endpoint);
  }

  get local(): Endpoint | undefined {
    const out: { address?: string; port?: number } = {};
    return this.#destroyed || this.#handle.getsockname(out) !== 0 ? undefined : (out as Endpoint);
  }

  setNoDelay(on: boolean): void {
    if (!this.#destroyed) this.#handle.setNoDelay(on);
  }

  whenGone(gone: () => void): void {
    const before = this.#gone;
    this.#gone =
      before === undefined
        ? gone
        : () => {
            before();
            gone();
          };
  }

  // --- reading --------------------------------------------------------------------------------------------------------

  pause(): void {
    if (this.paused || this.#destroyed) return;
    this.paused = true;
    this.#handle.readStop();
  }

  resume(): void {
    if (!this.paused || this.#destroyed || this.ended) return;
    this.paused = false;
    const errno = this.#handle.readStart();
    if (errno !== 0) this.#fail(errno, 'read');
  }

  relay(to: Channel, owner: RelayOwner): void {
    this.#events = this.#relayOwner = owner;
    this.#reader = NOBODY;
    this.#relayTo = to;
  }

  /** @internal @returns the buffer for the next read, if it is another one */
  read(): Uint8Array | undefined {
    const result = this.#binding.readResult();
    if (this.#destroyed || result === 0) return undefined;
    if (result < 0) {
      this.#readEnd(result);
      return undefined;
    }
    this.bytesRead += result;
    const to = this.#relayTo;
    if (to === undefined) {
      this.#reader.onData(Buffer.from(this.#buffer.subarray(0, result)));
      return undefined;
    }
    const next = this.#pass(to, result);
    if (to.congested) this.pause();
    this.#relayOwner?.onRelayed();
    return next;
  }

  /**
   * Writes what was read to the other end of the relay. While reads fill their buffer, it goes along with the write, and another takes
   * its place: then nothing is copied.
   */
  #pass(to: Channel, length: number): Uint8Array | undefined {
    const buffer = this.#buffer;
    if (!(to instanceof TcpChannel)) {
      to.write(Buffer.from(buffer.subarray(0, length)));
      return undefined;
    }
    if (buffer !== sharedBuffer) {
      to.#writeBuffer(buffer, length);
      return (this.#buffer = length === BUFFER_SIZE ? takeBuffer() : sharedBuffer);
    }
    if (length <= SMALL) to.#writeText(buffer.toString('latin1', 0, length));
    else {
      const copy = takeBuffer();
      buffer.copy(copy, 0, 0, length);
      to.#writeBuffer(copy, length);
    }
    return length === BUFFER_SIZE ? (this.#buffer = takeBuffer()) : undefined;
  }

  #readEnd(errno: number): void {
    this.paused = true;
    if (errno === EOF) {
      this.#handle.readStop();
      this.ended = true;
      this.#events.onEnd();
    } else this.#fail(errno, 'read');
  }

  // --- writing --------------------------------------------------------------------------------------------------------

  write(data: Buffer | string, sent?: () => void): void {
    if (!this.writable) return;
    if (this.#held !== undefined) {
      this.#held.push(data);
    } else if (data.length > 0) {
      this.bytesWritten += data.length;
      const result =
        typeof data === 'string' ? this.#handle.writeLatin1String(null, data) : this.#handle.writeBuffer(null, data);
      this.#dispatched(result, data, undefined);
    }
    if (sent !== undefined) this.onceSent(sent);
  }

  #writeText(text: string): void {
    if (!this.writable) return;
    this.bytesWritten += text.length;
    const result = this.#handle.writeLatin1String(null, text);
    if (result !== 0) this.#dispatched(result, undefined, undefined);
  }

  /** Writes from a buffer, which is given back when the kernel has all of it. */
  #writeBuffer(buffer: Buffer, length: number): void {
    if (!this.writable) return;
    this.bytesWritten += length;
    const result = this.#handle.writeBuffer(null, length === BUFFER_SIZE ? buffer : buffer.subarray(0, length));
    if (result === 0) giveBuffer(buffer);
    else this.#dispatched(result, undefined, buffer);
  }

  #dispatched(result: number | WriteRequest, data: Buffer | string | undefined, buffer: Buffer | undefined): void {
    if (typeof result === 'number') {
      if (result !== 0) this.#fail(result, 'write');
      return;
    }
    const errno = this.#binding.writeError();
    if (errno !== 0) {
      this.#fail(errno, 'write');
      return;
    }
    const write = result as OwnWrite;
    this.#pending++;
    this.#lastWrite = write;
    write.channel = this;
    write.data = data;
    write.buffer = buffer;
    write.sent = undefined;
    write.oncomplete = onWritten;
    const status = write.writeStatus;
    if (typeof status === 'number') process.nextTick(() => write.oncomplete(status));
  }

  /** @internal */
  written(write: OwnWrite, status: number): void {
    this.#pending--;
    if (write.buffer !== undefined) giveBuffer(write.buffer);
    if (this.#lastWrite === write) this.#lastWrite = undefined;
    if (this.#destroyed) return;
    if (status < 0) {
      this.#fail(status, 'write');
      return;
    }
    if (write.sent !== undefined) for (const sent of write.sent) sent();
    if (this.#pending === 0) this.#events.onDrain();
  }

  onceSent(sent: () => void): void {
    this.#writeHeld();
    if (this.#lastWrite === undefined) process.nextTick(callUnlessGone, this, sent);
    else (this.#lastWrite.sent ??= []).push(sent);
  }

  /** @internal */
  get destroyed(): boolean {
    return this.#destroyed;
  }

  together(write: () => void): void {
    if (this.#held !== undefined) {
      write();
      return;
    }
    this.#held = [];
    write();
    this.#writeHeld();
  }

  #writeHeld(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const length = held.reduce((sum, each) => sum + each.length, 0);
    if (length <= MAX_JOINED) this.write(held.map(toText).join(''));
    else for (const each of held) this.write(each);
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  finish(sent: () => void): void {
    if (!this.writable) {
      sent();
      return;
    }
    this.#writeHeld();
    this.#finishing = true;
    this.#finished = sent;
    const request = this.#binding.newShutdownRequest() as ShutdownRequest & { channel: TcpChannel };
    request.channel = this;
    request.oncomplete = onShutdown;
    const errno = this.#handle.shutdown(request);
    if (errno === 1 || errno === ENOTCONN) process.nextTick(() => this.finishDone());
    else if (errno !== 0) this.#fail(errno, 'shutdown');
  }

  /** @internal */
  finishDone(): void {
    const finished = this.#finished;
    this.#finished = undefined;
    finished?.();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#handle.close(() => this.#closed());
  }

  reset(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (this.#handle.reset(() => this.#closed()) !== 0) this.#handle.close(() => this.#closed());
  }

  #fail(errno: number, syscall: string): void {
    this.fail(systemError(errno, syscall));
  }

  /** Ends a connection that does not work: its owner hears of it, but not before this returns. */
  fail(error: Error): void {
    this.#error ??= error;
    this.destroy();
  }

  #closed(): void {
    this.closed = true;
    this.timer.end();
    if (this.#buffer !== sharedBuffer) giveBuffer(this.#buffer);
    this.#buffer = sharedBuffer;
    this.#gone?.();
    this.#events.onClose(this.#error);
    this.finishDone();
  }
}

function toText(data: Buffer | string): string {
  return typeof data === 'string' ? data : data.toString('latin1');
}

function callUnlessGone(channel: TcpChannel, sent: () => void): void {
  if (!channel.destroyed) sent();
}

function onRead(this: TcpHandle): Uint8Array | undefined {
  return (this as OwnHandle).channel.read();
}

function onWritten(this: WriteRequest, status: number): void {
  const write = this as OwnWrite;
  write.channel.written(write, status);
}

function onShutdown(this: ShutdownRequest): void {
  (this as ShutdownRequest & { channel: TcpChannel }).channel.finishDone();
}
