import {
  NOBODY,
  type Channel,
  type ChannelEvents,
  type ChannelOwner,
  type Endpoint,
  type RelayOwner,
} from '../channel.ts';
import { ChannelTimer } from '../channel-timer.ts';
import { EOF, type TcpBinding, type TcpHandle } from './binding.ts';
import { BUFFER_SIZE, giveBuffer, sharedBuffer, takeBuffer } from './read-buffers.ts';
import { TcpOutput } from './tcp-output.ts';

/** Up to here, a read is written as text: the copy is cheaper than a view, and only what the kernel does not take is kept. */
const SMALL = 4096;

type OwnHandle = TcpHandle & { channel: TcpChannel };

/** A TCP connection on Node's own handle, without the streams in between. */
export class TcpChannel extends TcpOutput implements Channel {
  readonly timer = new ChannelTimer();
  bytesRead = 0;
  ended = false;
  closed = false;
  paused = true;
  #events: ChannelEvents;
  #reader: ChannelOwner;
  #relayOwner: RelayOwner | undefined;
  #relayTo: Channel | undefined;
  #buffer: Buffer = sharedBuffer;
  #gone: (() => void) | undefined;
  #error: Error | undefined;

  /** @param handle - a connected socket, or one that is about to be: then `resume` is called when it is */
  constructor(binding: TcpBinding, handle: TcpHandle, owner: ChannelOwner = NOBODY) {
    super(binding, handle);
    this.#events = this.#reader = owner;
    (handle as OwnHandle).channel = this;
    handle.onread = onRead;
    handle.useUserBuffer(sharedBuffer);
  }

  get owner(): ChannelOwner {
    return this.#reader;
  }

  set owner(owner: ChannelOwner) {
    this.#events = this.#reader = owner;
    this.#relayTo = this.#relayOwner = undefined;
  }

  get remote(): Endpoint | undefined {
    const out: { address?: string; port?: number } = {};
    return this.isDestroyed || this.handle.getpeername(out) !== 0 ? undefined : (out as Endpoint);
  }

  get local(): Endpoint | undefined {
    const out: { address?: string; port?: number } = {};
    return this.isDestroyed || this.handle.getsockname(out) !== 0 ? undefined : (out as Endpoint);
  }

  setNoDelay(on: boolean): void {
    if (!this.isDestroyed) this.handle.setNoDelay(on);
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
    if (this.paused || this.isDestroyed) return;
    this.paused = true;
    this.handle.readStop();
  }

  resume(): void {
    if (!this.paused || this.isDestroyed || this.ended) return;
    this.paused = false;
    const errno = this.handle.readStart();
    if (errno !== 0) this.failed(errno, 'read');
  }

  relay(to: Channel, owner: RelayOwner): void {
    this.#events = this.#relayOwner = owner;
    this.#reader = NOBODY;
    this.#relayTo = to;
  }

  /** @internal @returns the buffer for the next read, if it is another one */
  read(): Uint8Array | undefined {
    const result = this.binding.readResult();
    if (this.isDestroyed || result === 0) return undefined;
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
      to.writeBuffer(buffer, length);
      return (this.#buffer = length === BUFFER_SIZE ? takeBuffer() : sharedBuffer);
    }
    if (length <= SMALL) to.writeText(buffer.toString('latin1', 0, length));
    else {
      const copy = takeBuffer();
      buffer.copy(copy, 0, 0, length);
      to.writeBuffer(copy, length);
    }
    return length === BUFFER_SIZE ? (this.#buffer = takeBuffer()) : undefined;
  }

  #readEnd(errno: number): void {
    this.paused = true;
    if (errno === EOF) {
      this.handle.readStop();
      this.ended = true;
      this.#events.onEnd();
    } else this.failed(errno, 'read');
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    this.handle.close(() => this.#closed());
  }

  reset(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    if (this.handle.reset(() => this.#closed()) !== 0) this.handle.close(() => this.#closed());
  }

  /** Ends a connection that does not work: its owner hears of it, but not before this returns. */
  fail(error: Error): void {
    this.#error ??= error;
    this.destroy();
  }

  protected drained(): void {
    this.#events.onDrain();
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

function onRead(this: TcpHandle): Uint8Array | undefined {
  return (this as OwnHandle).channel.read();
}
