/**
 * Node's private interface to TCP, which its `net` module is made of. This is the only file that knows it.
 *
 * A socket of `net` costs a stream's bookkeeping for every message and several times the memory; the handle below it costs what the
 * system call costs. Where a Node does not have just this interface, {@link tcpBinding} is undefined and `net` is used.
 */

/** What a write that was not over at once is known by. */
export interface WriteRequest {
  oncomplete: (this: this, status: number) => void;
  /** Set when it was over before `oncomplete` was. */
  writeStatus: number | null | undefined;
}

export interface ShutdownRequest {
  oncomplete: (this: this, status: number) => void;
}

export interface ConnectRequest {
  oncomplete: (this: this, status: number) => void;
}

interface AddressOut {
  address?: string;
  port?: number;
}

/** One TCP socket. Functions return 0 or a negative `errno` of libuv unless they say otherwise. */
export interface TcpHandle {
  readonly writeQueueSize: number;
  /** The file descriptor; -1 before there is one. */
  readonly fd: number;
  /** Takes over a file descriptor. */
  open(fd: number): number;
  /** What was read is in {@link StreamState}. Node would take a buffer for the next read from it. */
  onread: (this: this) => undefined;
  readStart(): number;
  readStop(): number;
  useUserBuffer(buffer: Uint8Array): number;
  /** @returns a request where the kernel did not take all of it */
  writeBuffer(request: null, data: Uint8Array): number | WriteRequest;
  writeLatin1String(request: null, data: string): number | WriteRequest;
  /** @returns 1 where it was over at once */
  shutdown(request: ShutdownRequest): number;
  connect(request: ConnectRequest, address: string, port: number): number;
  connect6(request: ConnectRequest, address: string, port: number): number;
  getpeername(out: AddressOut): number;
  getsockname(out: AddressOut): number;
  setNoDelay(on: boolean): number;
  setKeepAlive(on: boolean, delaySeconds: number): number;
  /** Closes with RST. */
  reset(closed: () => void): number;
  close(closed?: () => void): void;
}

/** A listening socket. */
export interface ListeningHandle {
  /** The file descriptor; negative once it is closed. */
  readonly fd: number;
  onconnection: (this: ListeningHandle, error: number, client: TcpHandle) => void;
  setNoDelay(on: boolean): number;
  setKeepAlive(on: boolean, delaySeconds: number): number;
}

export interface TcpBinding {
  newSocket(): TcpHandle;
  newConnectRequest(): ConnectRequest;
  newShutdownRequest(): ShutdownRequest;
  /** What the latest read brought: a length, or a negative error. */
  readonly readResult: () => number;
  /** The error of the latest write that returned a request. */
  readonly writeError: () => number;
}

/** libuv's end of file. */
export const EOF = -4095;
/** Linux's, negative as libuv has it. */
export const ECONNRESET = -104;
/** libuv's EALREADY: it is reading. */
export const EALREADY = -114;
/** libuv's ENOTCONN: shut down by the other end already. */
export const ENOTCONN = -107;

interface TcpWrap {
  readonly TCP: new (type: number) => TcpHandle;
  readonly TCPConnectWrap: new () => ConnectRequest;
  readonly constants: { readonly SOCKET: number };
}

interface StreamWrap {
  readonly ShutdownWrap: new () => ShutdownRequest;
  readonly streamBaseState: Int32Array;
  readonly kReadBytesOrError: number;
  readonly kLastWriteErr: number;
}

const METHODS = [
  ...(['readStart', 'readStop', 'useUserBuffer', 'writeBuffer', 'writeLatin1String', 'shutdown', 'connect'] as const),
  ...(['open', 'connect6', 'getpeername', 'getsockname', 'setNoDelay', 'setKeepAlive', 'reset', 'close'] as const),
];

/** Node's private interface, if this Node has it and WSPROXY_PRIVATE_TCP is not `off`. */
export const tcpBinding: TcpBinding | undefined =
  process.env['WSPROXY_PRIVATE_TCP'] === 'off' || process.platform !== 'linux' ? undefined : load();

function load(): TcpBinding | undefined {
  try {
    const binding = (process as unknown as { binding(name: string): unknown }).binding.bind(process);
    const tcp = binding('tcp_wrap') as TcpWrap;
    const { ShutdownWrap, ...stream } = binding('stream_wrap') as StreamWrap;
    const { streamBaseState: state, kReadBytesOrError, kLastWriteErr } = stream;
    // Without this one, a write needs a request made beforehand, and ends the process when it gets none.
    if (![kReadBytesOrError, kLastWriteErr].every(Number.isInteger) || !ArrayBuffer.isView(state)) return undefined;
    const newSocket = (): TcpHandle => new tcp.TCP(tcp.constants.SOCKET);
    const probe = newSocket();
    const complete =
      METHODS.every((name) => typeof probe[name] === 'function') && 'writeQueueSize' in probe && 'fd' in probe;
    probe.close();
    if (!complete || typeof tcp.TCPConnectWrap !== 'function' || typeof ShutdownWrap !== 'function') return undefined;
    return {
      newSocket,
      newConnectRequest: () => new tcp.TCPConnectWrap(),
      newShutdownRequest: () => new ShutdownWrap(),
      readResult: () => state[kReadBytesOrError] ?? 0,
      writeError: () => state[kLastWriteErr] ?? 0,
    };
  } catch {
    return undefined;
  }
}
