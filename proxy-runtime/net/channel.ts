import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { closeTls, resetSocket } from '../tls/close.ts';
import { writeQueueSize } from './write-queue.ts';

/** Who a socket's events go to: one owner at a time. */
export interface ChannelOwner {
  onData(chunk: Buffer): void;
  /** The other end sent FIN. */
  onEnd(): void;
  /** Everything written has left this process. Certain to come after {@link Channel.congested} was true. */
  onDrain(): void;
  /** The socket is gone; nothing follows. */
  onClose(error: Error | undefined): void;
}

const CHANNEL = Symbol('channel');
const NOTHING = Buffer.alloc(0);

type ChannelSocket = Socket & { [CHANNEL]?: Channel };

/**
 * A socket with one set of listeners for its whole life, which pass everything to its owner of the moment.
 *
 * The `error` listener is there before anything can happen, and an owner hears of the end of a socket exactly once.
 */
export class Channel {
  readonly socket: Socket;
  owner: ChannelOwner;
  bytesRead = 0;
  bytesWritten = 0;
  /** The other end sent FIN. */
  ended = false;
  closed = false;
  #error: Error | undefined;
  #finishing = false;

  constructor(socket: Socket, owner: ChannelOwner) {
    this.socket = socket;
    this.owner = owner;
    (socket as ChannelSocket)[CHANNEL] = this;
    socket.on('error', onError).on('data', onData).on('end', onEnd).on('drain', onDrain).on('close', onClose);
  }

  /** Bytes written are still in this process, because the other end does not take them. */
  get blocked(): boolean {
    return this.socket.writableLength > 0;
  }

  /** So much is blocked that no more may be written before `onDrain`. */
  get congested(): boolean {
    return this.socket.writableNeedDrain && this.socket.writableLength > 0;
  }

  /** Whether reading is stopped. */
  get paused(): boolean {
    return this.socket.isPaused();
  }

  get writable(): boolean {
    return !this.closed && !this.#finishing && this.socket.writable;
  }

  /** How many bytes the kernel has not taken yet: when it shrinks, the other end reads, however slowly. */
  get unsent(): number {
    return writeQueueSize(this.socket) ?? this.socket.writableLength;
  }

  /**
   * @param data - text is latin1, one character is one byte; the bytes of a Buffer must not change afterwards
   * @param sent - called when all of it has left this process
   */
  write(data: Buffer | string, sent?: () => void): void {
    if (!this.writable) return;
    this.bytesWritten += data.length;
    const done =
      sent &&
      ((error?: Error | null) => {
        if (!error) sent();
      });
    if (typeof data === 'string') this.socket.write(data, 'latin1', done);
    else this.socket.write(data, done);
  }

  /** Calls `sent` when everything written so far has left this process. Not called when that becomes impossible. */
  onceSent(sent: () => void): void {
    this.socket.write(NOTHING, (error) => {
      if (!error) sent();
    });
  }

  /** Sends what `write` writes together, in as few packets as it takes. */
  together(write: () => void): void {
    this.socket.cork();
    write();
    this.socket.uncork();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Sends FIN behind what is written, then calls `sent`; also when that becomes impossible. */
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

  /** Closes at once: FIN, or RST where the other end's bytes were not all read. */
  destroy(): void {
    if (this.socket instanceof TLSSocket) closeTls(this.socket);
    else this.socket.destroy();
  }

  /** Closes at once, with RST where there is such a thing: not on a unix socket. */
  reset(): void {
    resetSocket(this.socket);
  }

  /** @internal for this module's listeners */
  failed(error: Error): void {
    this.#error = error;
  }

  /** @internal for this module's listeners */
  gone(): void {
    this.closed = true;
    this.owner.onClose(this.#error);
  }
}

function channelOf(socket: Socket): Channel {
  return (socket as Required<ChannelSocket>)[CHANNEL];
}

function onError(this: Socket, error: Error): void {
  channelOf(this).failed(error);
}

function onData(this: Socket, chunk: Buffer): void {
  const channel = channelOf(this);
  channel.bytesRead += chunk.length;
  channel.owner.onData(chunk);
}

function onEnd(this: Socket): void {
  const channel = channelOf(this);
  channel.ended = true;
  channel.owner.onEnd();
}

function onDrain(this: Socket): void {
  channelOf(this).owner.onDrain();
}

function onClose(this: Socket): void {
  channelOf(this).gone();
}
