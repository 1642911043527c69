import type { Socket } from 'node:net';

interface WithHandle {
  readonly _handle?: { readonly writeQueueSize?: unknown } | null;
}

/**
 * libuv's own count of bytes the kernel has not taken, which shrinks with every partial write; Node's public `writableLength`
 * shrinks only when a whole chunk is gone, and would make a slow reader look like a stalled one.
 *
 * Node's own socket timeout relies on the same property. Undefined where there is none.
 */
export function writeQueueSize(socket: Socket): number | undefined {
  const size = (socket as unknown as WithHandle)._handle?.writeQueueSize;
  return typeof size === 'number' ? size : undefined;
}
