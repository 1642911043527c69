import {
  NOBODY,
  type Channel,
  type ChannelEvents,
  type ChannelOwner,
  type Endpoint,
  type RelayOwner,
} from '../channel.ts';
import { ChannelTimer } from '../channel-timer.ts';
import { hadItsShare } from '../fair-share.ts';
import { EALREADY, ECONNRESET, EOF, type TcpBinding, type TcpHandle } from './binding.ts';
import { threadEpoll, type Epoll, type Watched } from './epoll.ts';
import { readSize } from './read-size.ts';
import { sharedBuffer, sharedBufferOfHandles } from './shared-buffer.ts';
import { EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLRDHUP, isPassing } from './system-calls.ts';
import { TcpOutput, unsentBytes } from './tcp-output.ts';

/** Up to here, what a handle read is relayed as text: cheaper than a copy with its view, and only what the kernel does not take is kept. */
const MAX_AS_TEXT = 4096;

/**
 * So many reads of a relay are its handle's. Then it is worth the system calls it takes to have no more of them: most tunnels are silent,
 * and some are short.
 */
const READS_BY_HANDLE = 2;

/** While reads fill the buffer, so many of them before it is the next connection's turn. */
const READS_PER_TURN = 8;

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
  #readsByHandle = 0;
  /** What watches it instead of the handle, or will when it is resumed. Watched by it is who has it and is neither paused nor destroyed. */
  #epoll: Epoll | undefined;
  /** What watches a paused one for its end alone. */
  #endWatch: Epoll | undefined;
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
    this.#readBy(undefined);
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

  keepAlive(delaySeconds: number): void {
    if (!this.isDestroyed) this.handle.setKeepAlive(true, delaySeconds);
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

  pause(heedEnd = false): void {
    if (this.paused || this.isDestroyed) return;
    this.paused = true;
    if (this.#epoll === undefined) this.handle.readStop();
    else this.#epoll.delete(this.fd);
    if (!heedEnd || this.ended) return;
    const epoll = threadEpoll();
    if (epoll?.add(this.fd, this, EPOLLRDHUP)) this.#endWatch = epoll;
  }

  resume(): void {
    if (!this.paused || this.isDestroyed || this.ended) return;
    this.paused = false;
    this.#endWatch?.delete(this.fd);
    this.#endWatch = undefined;
    if (this.#epoll?.add(this.fd, this)) return;
    this.#epoll = undefined;
    const errno = this.handle.readStart();
    if (errno !== 0) this.failed(errno, 'read');
  }

  relay(to: Channel, owner: RelayOwner): void {
    this.#events = this.#relayOwner = owner;
    this.#reader = NOBODY;
    this.#relayTo = to;
    this.#readsByHandle = 0;
  }

  /** Has the handle read, or this epoll instance say when to. */
  #readBy(by: Epoll | undefined): void {
    if (this.#epoll === by) return;
    const { paused } = this;
    this.pause();
    this.#epoll = by;
    if (!paused) this.resume();
  }

  /** @internal */
  onReady(flags: number, now: number): void {
    if (this.#endWatch !== undefined) {
      this.#endWatch.delete(this.fd);
      this.#endWatch = undefined;
      if ((flags & (EPOLLERR | EPOLLHUP)) === 0) this.#events.onEnd();
      else this.failed(ECONNRESET, 'read');
      return;
    }
    const by = this.#epoll;
    const to = this.#relayTo;
    // The handle reads an error as it is.
    if (flags !== EPOLLIN || to === undefined || by === undefined) {
      this.#readBy(undefined);
      return;
    }
    for (let read = 0; read < READS_PER_TURN; read++) {
      const size = readSize(unsentBytes(), to instanceof TcpChannel && to.lags(by.calls));
      const length = by.calls.read(this.fd, size);
      if (length <= 0) {
        if (length === 0) this.#readEnd();
        else if (!isPassing(length)) this.failed(length, 'read');
        return;
      }
      this.bytesRead += length;
      if (to instanceof TcpChannel) to.writeShared(by.calls, length);
      else to.write(Buffer.from(sharedBuffer.subarray(0, length)));
      this.#relayed(to, now);
      // The relay may be over, too.
      if (length < size || this.paused || this.isDestroyed || this.#epoll !== by || this.#relayTo !== to) return;
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
      // What fills the buffer is followed by more in the same turn.
      const began = result === sharedBufferOfHandles.length ? performance.now() : 0;
      this.#reader.onData(Buffer.from(sharedBuffer.subarray(0, result)));
      if (began > 0 && hadItsShare(this, began)) this.#letOthersRead();
      return;
    }
    const by = result > MAX_AS_TEXT && to instanceof TcpChannel ? threadEpoll() : undefined;
    if (by !== undefined && to instanceof TcpChannel) to.writeShared(by.calls, result);
    else if (result <= MAX_AS_TEXT) to.write(sharedBuffer.toString('latin1', 0, result));
    else to.write(Buffer.from(sharedBuffer.subarray(0, result)));
    if (++this.#readsByHandle === READS_BY_HANDLE) this.#readBy(threadEpoll());
    this.#relayed(to, performance.now());
  }

  /** Reads on in the next turn. */
  #letOthersRead(): void {
    if (this.paused || this.isDestroyed || this.#epoll !== undefined) return;
    this.handle.readStop();
    setImmediate(readOn, this);
  }

  /** @internal */
  readOn(): void {
    if (this.paused || this.isDestroyed || this.#epoll !== undefined) return;
    const errno = this.handle.readStart();
    // It may have been paused and resumed meanwhile.
    if (errno !== 0 && errno !== EALREADY) this.failed(errno, 'read');
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
    this.#stopWatching();
    this.handle.close(() => this.#closed());
  }

  reset(): void {
    if (this.isDestroyed) return;
    this.#stopWatching();
    if (this.handle.reset(() => this.#closed()) !== 0) this.handle.close(() => this.#closed());
  }

  #stopWatching(): void {
    this.dropUnsent();
    this.isDestroyed = true;
    if (!this.paused) this.#epoll?.forget(this.fd);
    this.#endWatch?.forget(this.fd);
    this.#epoll = this.#endWatch = undefined;
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

function readOn(channel: TcpChannel): void {
  channel.readOn();
}
