import type { Socket } from 'node:net';
import { closeTls, resetSocket } from '../tls/close.ts';
import { isTlsSocket } from '../tls/is-tls-socket.ts';
import {
  NOBODY,
  type Channel,
  type ChannelEvents,
  type ChannelOwner,
  type Endpoint,
  type RelayOwner,
} from './channel.ts';
import { ChannelTimer } from './channel-timer.ts';
import { hadItsShare } from './fair-share.ts';
import { notTaken, writeQueueSize } from './write-queue.ts';

const CHANNEL = Symbol('channel');
const NOTHING = Buffer.alloc(0);

type ChannelSocket = Socket & { [CHANNEL]?: SocketChannel };

/**
 * A connection through Node's own `net.Socket`: TLS, unix sockets, and TCP where nothing else is there.
 *
 * The socket has one set of listeners for its whole life. The `error` listener is there before anything can happen.
 */
export class SocketChannel implements Channel {
  readonly socket: Socket;
  readonly timer = new ChannelTimer();
  bytesRead = 0;
  /** Including those the kernel has not taken yet. */
  #bytesWritten = 0;
  ended = false;
  closed = false;
  #events: ChannelEvents;
  #reader: ChannelOwner;
  #relay: { readonly to: Channel; readonly owner: RelayOwner } | undefined;
  #error: Error | undefined;
  #finishing = false;
  /** By its owner; beside that, it lets others read at times. */
  #paused = false;
  #waits = false;

  constructor(socket: Socket, owner: ChannelOwner = NOBODY) {
    this.socket = socket;
    this.#events = this.#reader = owner;
    (socket as ChannelSocket)[CHANNEL] = this;
    socket.on('error', onError).on('data', onData).on('end', onEnd).on('drain', onDrain).on('close', onClose);
  }

  get owner(): ChannelOwner {
    return this.#reader;
  }

  set owner(owner: ChannelOwner) {
    this.#events = this.#reader = owner;
    this.#relay = undefined;
  }

  get blocked(): boolean {
    return this.socket.writableLength > 0;
  }

  get congested(): boolean {
    return this.socket.writableNeedDrain && this.socket.writableLength > 0;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get writable(): boolean {
    return !this.closed && !this.#finishing && this.socket.writable;
  }

  get unsent(): number {
    return writeQueueSize(this.socket) ?? this.socket.writableLength;
  }

  get bytesSent(): number {
    return this.#bytesWritten - notTaken(this.socket);
  }

  /** What is unsent when the connection is closed will never be sent. */
  #dropUnsent(): void {
    this.#bytesWritten = this.bytesSent;
  }

  get remote(): Endpoint | undefined {
    return remoteOf(this.socket);
  }

  get local(): Endpoint | undefined {
    return endpoint(this.socket.localAddress, this.socket.localPort);
  }

  write(data: Buffer | string): void {
    if (!this.writable) return;
    this.#bytesWritten += data.length;
    if (typeof data === 'string') this.socket.write(data, 'latin1');
    else this.socket.write(data);
  }

  onceSent(sent: () => void): void {
    this.socket.write(NOTHING, (error) => {
      if (!error) sent();
    });
  }

  together(write: () => void): void {
    this.socket.cork();
    write();
    this.socket.uncork();
  }

  pause(): void {
    this.#paused = true;
    this.socket.pause();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#waits) this.socket.resume();
  }

  relay(to: Channel, owner: RelayOwner): void {
    this.#events = owner;
    this.#reader = NOBODY;
    this.#relay = { to, owner };
  }

  finish(sent: () => void): void {
    if (!this.writable) {
      sent();
      return;
    }
    this.#finishing = true;
    let called = false;
    const once = (): void => {
      if (called) return;
      called = true;
      sent();
    };
    this.socket.once('close', once);
    this.socket.end(once);
  }

  destroy(): void {
    this.#dropUnsent();
    if (isTlsSocket(this.socket)) closeTls(this.socket);
    else this.socket.destroy();
  }

  reset(): void {
    this.#dropUnsent();
    resetSocket(this.socket);
  }

  setNoDelay(on: boolean): void {
    this.socket.setNoDelay(on);
  }

  keepAlive(delaySeconds: number): void {
    this.socket.setKeepAlive(true, delaySeconds * 1000);
  }

  whenGone(gone: () => void): void {
    this.socket.once('close', gone);
  }

  // --- for this module's listeners ------------------------------------------------------------------------------------

  /** @internal */
  received(chunk: Buffer): void {
    const began = performance.now();
    this.bytesRead += chunk.length;
    const relay = this.#relay;
    if (relay === undefined) this.#reader.onData(chunk);
    else {
      relay.to.write(chunk);
      if (relay.to.congested) this.pause();
      relay.owner.onRelayed(began);
    }
    if (hadItsShare(this, began)) this.#letOthersRead();
  }

  /** Reads on in the next turn. */
  #letOthersRead(): void {
    if (this.#paused || this.#waits || this.closed) return;
    this.#waits = true;
    this.socket.pause();
    setImmediate(() => {
      this.#waits = false;
      if (!this.#paused) this.socket.resume();
    });
  }

  /** @internal */
  failed(error: Error): void {
    this.#error = error;
  }

  /** @internal */
  gone(): void {
    this.closed = true;
    this.timer.end();
    this.#events.onClose(this.#error);
  }

  /** @internal */
  finished(): void {
    this.ended = true;
    this.#events.onEnd();
  }

  /** @internal */
  drained(): void {
    this.#events.onDrain();
  }
}

/** See {@link Channel.remote}. */
export function remoteOf({ remoteAddress, remotePort }: Socket): Endpoint | undefined {
  return endpoint(remoteAddress, remotePort);
}

function endpoint(address: string | undefined, port: number | undefined): Endpoint | undefined {
  return address === undefined ? undefined : { address, port };
}

function channelOf(socket: Socket): SocketChannel {
  return (socket as Required<ChannelSocket>)[CHANNEL];
}

function onError(this: Socket, error: Error): void {
  channelOf(this).failed(error);
}

function onData(this: Socket, chunk: Buffer): void {
  channelOf(this).received(chunk);
}

function onEnd(this: Socket): void {
  channelOf(this).finished();
}

function onDrain(this: Socket): void {
  channelOf(this).drained();
}

function onClose(this: Socket): void {
  channelOf(this).gone();
}
