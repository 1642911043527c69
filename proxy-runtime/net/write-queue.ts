import type { Socket } from 'node:net';

interface Handle {
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
