/** As much as one read takes. More is no faster: it no longer fits a core's cache. */
export const BUFFER_SIZE = 64 * 1024;

/** How many unused buffers are kept. */
const MAX_FREE = 16;

/**
 * What idle connections read into: all of them the same bytes, so that a connection that is silent has no buffer of its own.
 *
 * They hold only until the next read of any connection, so they may never be written as they are: what the kernel does not take at once
 * would be read from here later, and be another connection's by then.
 */
export const sharedBuffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);

const free: Buffer[] = [];

/** A buffer for one connection, which holds what was read until it is written. */
export function takeBuffer(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(BUFFER_SIZE);
}

export function giveBuffer(buffer: Buffer): void {
  if (free.length < MAX_FREE) free.push(buffer);
}
