import { setFlagsFromString } from 'node:v8';
import { sharedBuffer } from './shared-buffer.ts';

/**
 * System calls without Node in between, by `node:ffi`. This is the only file that knows it.
 *
 * Of what a message costs a handle in Node's own code, which is as much as the kernel's part in it, nothing is left. `node:ffi` is
 * experimental: where it is missing, isn't allowed (`--permission`) or is turned off, {@link systemCalls} is undefined and the handles
 * read and write.
 */
export interface SystemCalls {
  /** Reads into the shared buffer. @returns how many bytes, 0 at the end, or a negative errno */
  read(fd: number, size: number): number;
  /** Writes the first bytes of the shared buffer. @returns how many the kernel took, or -1 */
  write(fd: number, length: number): number;
  /** @returns a file descriptor, or -1 */
  epollCreate(): number;
  /** Has `fd` watched for bytes to read. @returns -1 where the system has no room for it */
  epollAdd(epoll: number, fd: number): number;
  epollDelete(epoll: number, fd: number): number;
  /** @returns how many are ready, at most {@link MAX_EVENTS} of them, for the two below; it doesn't wait */
  epollReady(epoll: number): number;
  readyFd(index: number): number;
  readyEvents(index: number): number;
}

export const MAX_EVENTS = 512;
/** Bytes can be read, and nothing else: no error, no end in both directions. */
export const EPOLLIN = 1;
export const EAGAIN = -11;
export const EINTR = -4;

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;

/** How many 32-bit words a `struct epoll_event` has, and which of them has the file descriptor: it is packed on x86-64 only. */
const EVENT = new Map([
  ['x64', { words: 3, fd: 1 }],
  ['arm64', { words: 4, fd: 2 }],
]).get(process.arch);

/** Node's experimental interface to C, if this Node has it and WSPROXY_FFI is not `off`. */
export const systemCalls: SystemCalls | undefined =
  process.env['WSPROXY_FFI'] === 'off' || process.platform !== 'linux' || EVENT === undefined ? undefined : load(EVENT);

function load({ words, fd: fdWord }: { readonly words: number; readonly fd: number }): SystemCalls | undefined {
  try {
    const { dlopen, getInt32, getRawPointer } = withoutWarning(() => process.getBuiltinModule('node:ffi'));
    // V8 calls C directly only from where it has inlined Node's checks of the arguments, which are more than it would inline otherwise.
    setFlagsFromString('--max-inlined-bytecode-size-cumulative=10000');
    // The lower half of a ssize_t is enough for what fits the buffer.
    const { functions: c } = dlopen(null, {
      read: { arguments: ['i32', 'u64', 'i32'], return: 'i32' },
      write: { arguments: ['i32', 'u64', 'i32'], return: 'i32' },
      epoll_create1: { arguments: ['i32'], return: 'i32' },
      epoll_ctl: { arguments: ['i32', 'i32', 'i32', 'u64'], return: 'i32' },
      epoll_wait: { arguments: ['i32', 'u64', 'i32', 'i32'], return: 'i32' },
      __errno_location: { arguments: [], return: 'u64' },
    });
    const errno = c.__errno_location();
    const buffer = getRawPointer(sharedBuffer);
    // More than 64 bytes are off the heap, where nothing moves them.
    const events = new Int32Array(words * (MAX_EVENTS + 1));
    const ready = getRawPointer(events);
    const wanted = ready + BigInt(4 * words * MAX_EVENTS);
    const wantedWord = words * MAX_EVENTS;
    return {
      read: (fd, size) => {
        const length = c.read(fd, buffer, size);
        return length >= 0 ? length : -getInt32(errno);
      },
      write: (fd, length) => c.write(fd, buffer, length),
      epollCreate: () => c.epoll_create1(EPOLL_CLOEXEC),
      epollAdd: (epoll, fd) => {
        events[wantedWord] = EPOLLIN;
        events[wantedWord + fdWord] = fd;
        return c.epoll_ctl(epoll, EPOLL_CTL_ADD, fd, wanted);
      },
      epollDelete: (epoll, fd) => c.epoll_ctl(epoll, EPOLL_CTL_DEL, fd, wanted),
      epollReady: (epoll) => c.epoll_wait(epoll, ready, MAX_EVENTS, 0),
      readyFd: (index) => events[index * words + fdWord] ?? -1,
      readyEvents: (index) => events[index * words] ?? 0,
    };
  } catch {
    return undefined;
  }
}

/** Node warns of what is experimental on the standard error. Who runs a proxy can do nothing about it. */
function withoutWarning<T>(use: () => T): T {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return use();
  } finally {
    if (emitWarning !== undefined) Object.defineProperty(process, 'emitWarning', emitWarning);
  }
}
