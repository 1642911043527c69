import type { Socket } from 'node:net';

interface Handle {
  /** Bytes it was given. */
  readonly bytesWritten?: unknown;
  readonly writeQueueSize?: unknown;
  /** What is below TLS. */
  readonly _parent?: Handle | null;
}

interface WithHandle {
  readonly _handle?: Handle | null;
}

/**
 * libuv's own count of bytes the kernel has not taken, which shrinks with every partial write; Node's public `writableLength`
 * shrinks only when a whole chunk is gone, and would make a slow reader look like a stalled one. Of a TLS socket it is the TCP connection's: TLS holds
 * what was written for a moment, which is no progress of the reader when it is over.
 *
 * Node's own socket timeout relies on the same property. Undefined where there is none.
 */
export function writeQueueSize(socket: Socket): number | undefined {
  const handle = (socket as unknown as WithHandle)._handle;
  const size = (handle?._parent ?? handle)?.writeQueueSize;
  return typeof size === 'number' ? size : undefined;
}

/** Bytes written to an open socket that the kernel has not taken: those that wait in Node, and of those under way what libuv says. */
export function notTaken(socket: Socket): number {
  if (socket.destroyed || socket.writableLength === 0) return 0;
  const given = (socket as unknown as WithHandle)._handle?.bytesWritten;
  const queued = writeQueueSize(socket);
  if (typeof given !== 'number' || queued === undefined) return socket.writableLength;
  // TLS makes a little more of them than there was.
  return Math.min(socket.writableLength, socket.bytesWritten - given + queued);
}
