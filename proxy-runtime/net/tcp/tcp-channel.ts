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
import { epoll, type Epoll, type Watched } from './epoll.ts';
import { sharedBuffer, sharedBufferOfHandles } from './shared-buffer.ts';
import { EAGAIN, EINTR, EPOLLIN } from './system-calls.ts';
import { relayReadSize, TcpOutput } from './tcp-output.ts';

/** Up to here, what a handle read is relayed as text: cheaper than a copy with its view, and only what the kernel does not take is kept. */
const SMALL = 4096;

/** With so many reads of a relay, it is worth the system calls it takes to have no more of the handle's: most tunnels are silent, some are short. */
const MANY = 2;

/** While reads fill the buffer, so many of them before it is the next connection's turn. */
const TURNS = 8;

type OwnHandle = TcpHandle & { channel: TcpChannel };

/**
 * A TCP connection on Node's own handle, without the streams in between.
 *
 * While it is relayed, system calls go past the handle, too, as long as nothing has to be waited for.
 */
export class TcpChannel extends TcpOutput implements Channel, Watched {
  readonly timer = new ChannelTimer();
  bytesRead = 0;
  ended = false;
  closed = false;
  paused = true;
  #events: ChannelEvents;
  #reader: ChannelOwner;
  #relayOwner: RelayOwner | undefined;
  #relayTo: Channel | undefined;
  #handleReads = 0;
  /** It is relayed, and this watches it instead of the handle. */
  #epoll: Epoll | undefined;
  #gone: (() => void) | undefined;
  #error: Error | undefined;

  /** @param handle - a connected socket, or one that is about to be: then `resume` is called when it is */
  constructor(binding: TcpBinding, handle: TcpHandle, owner: ChannelOwner = NOBODY) {
    super(binding, handle);
    this.#events = this.#reader = owner;
    (handle as OwnHandle).channel = this;
    handle.onread = onRead;
    handle.useUserBuffer(sharedBufferOfHandles);
  }

  get owner(): ChannelOwner {
    return this.#reader;
  }

  set owner(owner: ChannelOwner) {
    this.#watch(undefined);
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
    if (this.#epoll === undefined) this.handle.readStop();
    else this.#epoll.delete(this.fd);
  }

  resume(): void {
    if (!this.paused || this.isDestroyed || this.ended) return;
    this.paused = false;
    if (this.#epoll?.add(this.fd, this)) return;
    this.#epoll = undefined;
    const errno = this.handle.readStart();
    if (errno !== 0) this.failed(errno, 'read');
  }

  relay(to: Channel, owner: RelayOwner): void {
    this.#events = this.#relayOwner = owner;
    this.#reader = NOBODY;
    this.#relayTo = to;
    this.#handleReads = 0;
  }

  /** Goes on reading in another way. */
  #watch(by: Epoll | undefined): void {
    if (this.#epoll === by) return;
    const { paused } = this;
    this.pause();
    this.#epoll = by;
    if (!paused) this.resume();
  }

  /** @internal */
  onReady(events: number, now: number): void {
    const calls = this.#epoll?.calls;
    const to = this.#relayTo;
    // The handle reads an error as it is.
    if (events !== EPOLLIN || to === undefined || calls === undefined) {
      this.#watch(undefined);
      return;
    }
    const size = relayReadSize();
    for (let turn = 0; turn < TURNS && !this.paused; turn++) {
      const length = calls.read(this.fd, size);
      if (length <= 0) {
        if (length === 0) this.#readEnd();
        else if (length !== EAGAIN && length !== EINTR) this.failed(length, 'read');
        return;
      }
      this.bytesRead += length;
      if (to instanceof TcpChannel) to.writeShared(calls, length);
      else to.write(Buffer.from(sharedBuffer.subarray(0, length)));
      this.#relayed(to, now);
      if (length < size) return;
    }
  }

  /** @internal */
  read(): void {
    const result = this.binding.readResult();
    if (this.isDestroyed || result === 0) return;
    if (result < 0) {
      if (result === EOF) this.#readEnd();
      else this.failed(result, 'read');
      return;
    }
    this.bytesRead += result;
    const to = this.#relayTo;
    if (to === undefined) {
      this.#reader.onData(Buffer.from(sharedBuffer.subarray(0, result)));
      return;
    }
    to.write(
      result <= SMALL ? sharedBuffer.toString('latin1', 0, result) : Buffer.from(sharedBuffer.subarray(0, result)),
    );
    this.#relayed(to, performance.now());
    if (epoll !== undefined && ++this.#handleReads === MANY) this.#watch(epoll);
  }

  #relayed(to: Channel, now: number): void {
    if (to.congested) this.pause();
    this.#relayOwner?.onRelayed(now);
  }

  #readEnd(): void {
    this.pause();
    this.ended = true;
    this.#events.onEnd();
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  destroy(): void {
    if (this.isDestroyed) return;
    this.#destroyed();
    this.handle.close(() => this.#closed());
  }

  reset(): void {
    if (this.isDestroyed) return;
    this.#destroyed();
    if (this.handle.reset(() => this.#closed()) !== 0) this.handle.close(() => this.#closed());
  }

  #destroyed(): void {
    this.isDestroyed = true;
    if (!this.paused) this.#epoll?.forget(this.fd);
    this.#epoll = undefined;
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
    this.#gone?.();
    this.#events.onClose(this.#error);
    this.finishDone();
  }
}

function onRead(this: TcpHandle): undefined {
  (this as OwnHandle).channel.read();
}
