import type { ShutdownRequest, TcpBinding, TcpHandle, WriteRequest } from './binding.ts';
import { ENOTCONN } from './binding.ts';
import { sharedBuffer } from './shared-buffer.ts';
import { isPassing, type SystemCalls } from './system-calls.ts';
import { systemError } from './system-error.ts';

/** Joined before they are written, instead of one system call each. */
const MAX_JOINED = 16 * 1024;

/** Who has more to catch up with in the kernel lags behind. */
const MUCH_NOT_SENT = 1024 * 1024;

let unsentOfAll = 0;

/** Bytes that all connections of this thread have to send, and the kernel has not taken. */
export function unsentBytes(): number {
  return unsentOfAll;
}

type OwnWrite = WriteRequest & {
  output: TcpOutput;
  /** Held until the kernel has all of it. */
  data: Buffer | string;
  sent: (() => void)[] | undefined;
};

/** The writing half of a connection. */
export abstract class TcpOutput {
  /** Including those the kernel has not taken yet. */
  #bytesWritten = 0;
  protected readonly binding: TcpBinding;
  protected readonly handle: TcpHandle;
  protected isDestroyed = false;
  /** Writes the kernel has not taken all of. */
  #pending = 0;
  #lastWrite: OwnWrite | undefined;
  #held: (Buffer | string)[] | undefined;
  #finishing = false;
  /** So many bytes may be written before the kernel is asked again whether this end lags behind: it can't until then. */
  #untilAsked = MUCH_NOT_SENT;
  #finished: (() => void) | undefined;
  #fd = -1;

  constructor(binding: TcpBinding, handle: TcpHandle) {
    this.binding = binding;
    this.handle = handle;
  }

  /** Ends a connection that does not work. */
  abstract fail(error: Error): void;

  /** Everything written has left this process. */
  protected abstract drained(): void;

  protected get fd(): number {
    return this.#fd < 0 ? (this.#fd = this.handle.fd) : this.#fd;
  }

  get destroyed(): boolean {
    return this.isDestroyed;
  }

  get blocked(): boolean {
    return this.#pending > 0 || this.#held !== undefined;
  }

  get congested(): boolean {
    return this.#pending > 0;
  }

  get writable(): boolean {
    return !this.isDestroyed && !this.#finishing;
  }

  get unsent(): number {
    return this.#pending === 0 || this.isDestroyed ? 0 : this.handle.writeQueueSize;
  }

  get bytesSent(): number {
    return this.#bytesWritten - this.unsent;
  }

  /** What is unsent when the connection is closed will never be sent. */
  protected dropUnsent(): void {
    this.#bytesWritten -= this.unsent;
  }

  write(data: Buffer | string): void {
    if (!this.writable) return;
    if (this.#held !== undefined) {
      this.#held.push(data);
    } else if (data.length > 0) {
      this.#bytesWritten += data.length;
      const result =
        typeof data === 'string' ? this.handle.writeLatin1String(null, data) : this.handle.writeBuffer(null, data);
      this.#dispatched(result, data);
    }
  }

  /** Writes what a system call has read. What the kernel does not take is copied, and waits in the handle. */
  protected writeShared(calls: SystemCalls, length: number): void {
    if (!this.writable) return;
    const result = this.blocked ? 0 : calls.write(this.fd, length);
    if (result < 0 && !isPassing(result)) {
      this.failed(result, 'write');
      return;
    }
    const taken = Math.max(0, result);
    this.#bytesWritten += taken;
    this.#untilAsked -= taken;
    if (taken < length) this.write(Buffer.from(sharedBuffer.subarray(taken, length)));
  }

  /**
   * Whether the kernel holds much that this end does not take: soon it may take no more, and what was read for it waits here.
   *
   * @internal
   */
  lags(calls: SystemCalls): boolean {
    if (this.#untilAsked > 0 || this.isDestroyed) return false;
    this.#untilAsked = MUCH_NOT_SENT - calls.notSent(this.fd);
    return this.#untilAsked <= 0;
  }

  #dispatched(result: number | WriteRequest, data: Buffer | string): void {
    if (typeof result === 'number') {
      if (result !== 0) this.#lost(data, result);
      return;
    }
    const errno = this.binding.writeError();
    if (errno !== 0) {
      this.#lost(data, errno);
      return;
    }
    const write = result as OwnWrite;
    this.#pending++;
    unsentOfAll += data.length;
    this.#lastWrite = write;
    write.output = this;
    write.data = data;
    write.sent = undefined;
    write.oncomplete = onWritten;
    const status = write.writeStatus;
    if (typeof status === 'number') process.nextTick(() => write.oncomplete(status));
  }

  /** @internal */
  written(write: OwnWrite, status: number): void {
    this.#pending--;
    unsentOfAll -= write.data.length;
    if (this.#lastWrite === write) this.#lastWrite = undefined;
    if (this.isDestroyed) return;
    if (status < 0) {
      this.#lost(write.data, status);
      return;
    }
    if (write.sent !== undefined) for (const sent of write.sent) sent();
    if (this.#pending === 0) this.drained();
  }

  /** How much of it was sent all the same, nobody says. */
  #lost(data: Buffer | string, errno: number): void {
    this.#bytesWritten -= data.length;
    this.failed(errno, 'write');
  }

  onceSent(sent: () => void): void {
    this.#writeHeld();
    if (this.#lastWrite === undefined) process.nextTick(callUnlessGone, this, sent);
    else (this.#lastWrite.sent ??= []).push(sent);
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

  finish(sent: () => void): void {
    if (!this.writable) {
      sent();
      return;
    }
    this.#writeHeld();
    this.#finishing = true;
    this.#finished = sent;
    const request = this.binding.newShutdownRequest() as ShutdownRequest & { output: TcpOutput };
    request.output = this;
    request.oncomplete = onShutdown;
    const errno = this.handle.shutdown(request);
    if (errno === 1 || errno === ENOTCONN) process.nextTick(() => this.finishDone());
    else if (errno !== 0) this.failed(errno, 'shutdown');
  }

  /** @internal */
  finishDone(): void {
    const finished = this.#finished;
    this.#finished = undefined;
    finished?.();
  }

  protected failed(errno: number, syscall: string): void {
    this.fail(systemError(errno, syscall));
  }
}

function toText(data: Buffer | string): string {
  return typeof data === 'string' ? data : data.toString('latin1');
}

function callUnlessGone(output: TcpOutput, sent: () => void): void {
  if (!output.destroyed) sent();
}

function onWritten(this: WriteRequest, status: number): void {
  const write = this as OwnWrite;
  write.output.written(write, status);
}

function onShutdown(this: ShutdownRequest): void {
  (this as ShutdownRequest & { output: TcpOutput }).output.finishDone();
}
