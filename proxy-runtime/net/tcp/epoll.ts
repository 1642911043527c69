import { tcpBinding, type TcpBinding, type TcpHandle } from './binding.ts';
import { fastPath } from './fast-path.ts';
import { sharedBuffer } from './shared-buffer.ts';
import { EPOLLIN, loadSystemCalls, type SystemCalls } from './system-calls.ts';

/** Whose file descriptor is watched. */
export interface Watched {
  /**
   * There is what it is watched for: something to read, or the connection's end. Who leaves it unread is told again.
   *
   * @param flags - the system's
   * @param now - about now by `performance.now()`; one look at the clock does for all that are ready together
   */
  onReady(flags: number, now: number): void;
}

/**
 * An epoll instance beside that of Node's event loop, which watches this one in turn: so the loop wakes up once for all connections that
 * are ready, and calls JavaScript once, instead of once for each of them.
 *
 * Level-triggered: what was not read is reported again. A file descriptor may be in the loop's instance as well, whose handle does not
 * read it: libuv removes it there at its next event.
 */
export class Epoll {
  readonly calls: SystemCalls;
  readonly #fd: number;
  readonly #handle: TcpHandle;
  /** By file descriptor. */
  readonly #watched: (Watched | undefined)[] = [];
  #count = 0;

  /** @throws Error where the system or Node refuses it */
  constructor(calls: SystemCalls, binding: TcpBinding) {
    this.calls = calls;
    this.#fd = calls.epollCreate();
    this.#handle = binding.newSocket();
    // To the loop it is a stream that never has room for what it could read: libuv then only says that there is something (UV_ENOBUFS),
    // and says it again until nothing is ready.
    this.#handle.useUserBuffer(sharedBuffer.subarray(0, 0));
    this.#handle.onread = () => this.#ready();
    const errno = this.#fd < 0 ? this.#fd : this.#handle.open(this.#fd);
    if (errno !== 0) throw new Error(`no epoll instance: ${errno}`);
  }

  /** @returns false where the system has no room for another */
  add(fd: number, watched: Watched, events = EPOLLIN): boolean {
    if (this.calls.epollAdd(this.#fd, fd, events) < 0) return false;
    // A loop that waits for nothing ends.
    if (this.#count === 0 && this.#handle.readStart() !== 0) {
      this.calls.epollDelete(this.#fd, fd);
      return false;
    }
    this.#count++;
    // Without gaps: V8 makes a hash table of an array with large ones.
    while (this.#watched.length < fd) this.#watched.push(undefined);
    this.#watched[fd] = watched;
    return true;
  }

  delete(fd: number): void {
    this.calls.epollDelete(this.#fd, fd);
    this.forget(fd);
  }

  /** Instead of `delete` just before it is closed, which makes the system forget it. */
  forget(fd: number): void {
    this.#watched[fd] = undefined;
    if (--this.#count === 0) this.#handle.readStop();
  }

  #ready(): undefined {
    const count = this.calls.epollWait(this.#fd);
    const now = performance.now();
    for (let index = 0; index < count; index++) {
      // One before it may have closed this one.
      this.#watched[this.calls.readyFd(index)]?.onReady(this.calls.readyFlags(index), now);
    }
  }
}

let ofThread: Epoll | false | undefined;

/** This thread's, where there is all it needs and system calls are used. It is made when it is first wanted. */
export function threadEpoll(): Epoll | undefined {
  if (fastPath() !== 'system calls') return undefined;
  ofThread ??= create() ?? false;
  return ofThread === false ? undefined : ofThread;
}

function create(): Epoll | undefined {
  const calls = loadSystemCalls();
  if (calls === undefined || tcpBinding === undefined) return undefined;
  try {
    return new Epoll(calls, tcpBinding);
  } catch {
    return undefined;
  }
}
