import { loadFfi } from '../../node/ffi.ts';
import { sharedBuffer } from './shared-buffer.ts';

/**
 * System calls without Node in between, by `node:ffi`.
 *
 * Of what a message costs a handle in Node's own code, which is as much as the kernel's part in it, nothing is left. `node:ffi` is
 * experimental: where it is missing, isn't allowed (`--permission`) or is turned off, the handles read and write.
 *
 * All functions return a negative errno for an error.
 */
export interface SystemCalls {
  /** Reads into the shared buffer. @returns how many bytes, 0 at the end */
  read(fd: number, size: number): number;
  /** Writes the first bytes of the shared buffer. @returns how many the kernel took */
  write(fd: number, length: number): number;
  /** Takes a connection that waits at a listening socket, and doesn't wait for one. @returns its file descriptor */
  accept(listening: number): number;
  close(fd: number): number;
  /** @returns a file descriptor */
  epollCreate(): number;
  /** @param events - what to watch `fd` for; errors always are */
  epollAdd(epoll: number, fd: number, events: number): number;
  epollDelete(epoll: number, fd: number): number;
  /** Doesn't wait. @returns how many are ready, at most {@link MAX_EVENTS} of them, for the two below */
  epollWait(epoll: number): number;
  /** Has the kernel take about so many bytes of a socket, and no more, before the other end does. */
  setSendBuffer(fd: number, size: number): number;
  /** @returns how many bytes the kernel has taken of a socket and not sent, because the other end or the network takes no more */
  notSent(fd: number): number;
  readyFd(index: number): number;
  readyFlags(index: number): number;
}

export const MAX_EVENTS = 512;
/** Bytes can be read, and nothing else: no error, no end in both directions. */
export const EPOLLIN = 1;
export const EPOLLERR = 8;
export const EPOLLHUP = 0x10;
/** The other end sent FIN, which may be behind bytes that are still to be read. */
export const EPOLLRDHUP = 0x2000;

const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SIOCOUTQNSD = 0x894b;

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;

/** C's null pointer. */
const NULL = 0n;

const EINTR = -4;
const EAGAIN = -11;
const EIO = -5;

/** Whether an error says nothing of the connection. */
export function isPassing(errno: number): boolean {
  return errno === EAGAIN || errno === EINTR;
}

/** How many 32-bit words a `struct epoll_event` has, and which of them has the file descriptor: it is packed on x86-64 only. */
const EPOLL_EVENT = new Map([
  ['x64', { words: 3, fd: 1 }],
  ['arm64', { words: 4, fd: 2 }],
]).get(process.arch);

/** Undefined where there is no {@link loadFfi}. */
export function loadSystemCalls(): SystemCalls | undefined {
  if (EPOLL_EVENT === undefined) return undefined;
  try {
    return load(EPOLL_EVENT);
  } catch {
    return undefined;
  }
}

function load({ words, fd: fdWord }: { readonly words: number; readonly fd: number }): SystemCalls | undefined {
  const ffi = loadFfi();
  if (ffi === undefined) return undefined;
  const { dlopen, getInt32, getRawPointer } = ffi;
  // Sizes and results are small: the lower half of a size_t is enough.
  const { functions: c } = dlopen(null, {
    read: { arguments: ['i32', 'u64', 'i32'], return: 'i32' },
    write: { arguments: ['i32', 'u64', 'i32'], return: 'i32' },
    accept4: { arguments: ['i32', 'u64', 'u64', 'i32'], return: 'i32' },
    close: { arguments: ['i32'], return: 'i32' },
    epoll_create1: { arguments: ['i32'], return: 'i32' },
    epoll_ctl: { arguments: ['i32', 'i32', 'i32', 'u64'], return: 'i32' },
    epoll_wait: { arguments: ['i32', 'u64', 'i32', 'i32'], return: 'i32' },
    ioctl: { arguments: ['i32', 'u64', 'u64'], return: 'i32' },
    setsockopt: { arguments: ['i32', 'i32', 'i32', 'u64', 'i32'], return: 'i32' },
    __errno_location: { arguments: [], return: 'u64' },
  });
  const errno = c.__errno_location();
  const orErrno = (result: number): number => (result >= 0 ? result : -getInt32(errno) || EIO);
  const buffer = getRawPointer(sharedBuffer);
  // More than 64 bytes are off the heap, where nothing moves them.
  const events = new Int32Array(words * (MAX_EVENTS + 1));
  const ready = getRawPointer(events);
  const addedEvent = words * MAX_EVENTS;
  const added = ready + BigInt(4 * addedEvent);
  const notSentRequest = BigInt(SIOCOUTQNSD);
  return {
    read: (fd, size) => orErrno(c.read(fd, buffer, size)),
    write: (fd, length) => orErrno(c.write(fd, buffer, length)),
    accept: (listening) => orErrno(c.accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)),
    close: (fd) => orErrno(c.close(fd)),
    epollCreate: () => orErrno(c.epoll_create1(EPOLL_CLOEXEC)),
    epollAdd: (epoll, fd, wanted) => {
      events[addedEvent] = wanted;
      events[addedEvent + fdWord] = fd;
      return orErrno(c.epoll_ctl(epoll, EPOLL_CTL_ADD, fd, added));
    },
    epollDelete: (epoll, fd) => orErrno(c.epoll_ctl(epoll, EPOLL_CTL_DEL, fd, added)),
    epollWait: (epoll) => orErrno(c.epoll_wait(epoll, ready, MAX_EVENTS, 0)),
    setSendBuffer: (fd, size) => {
      events[addedEvent] = size;
      return orErrno(c.setsockopt(fd, SOL_SOCKET, SO_SNDBUF, added, 4));
    },
    notSent: (fd) => {
      const result = orErrno(c.ioctl(fd, notSentRequest, added));
      return result < 0 ? result : (events[addedEvent] ?? 0);
    },
    readyFd: (index) => events[index * words + fdWord] ?? -1,
    readyFlags: (index) => events[index * words] ?? 0,
  };
}
