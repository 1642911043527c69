import { totalmem } from 'node:os';
import { sharedBuffer } from './shared-buffer.ts';

/**
 * What is read for an end that lags behind, about as much as nginx's buffer takes: once it takes nothing more, its connection holds what was
 * read and the kernel had no room for.
 */
const CAREFUL = 8 * 1024;

/** What is read for any end when the limit is reached: less would be a system call for every few bytes. */
const LEAST = 1024;

/** The memory of this container, or else of this machine: without a limit of a container, some kernels tell one beyond all memory. */
const MEMORY = Math.min(process.constrainedMemory() || Infinity, totalmem());

/**
 * How many bytes that the kernel does not take may wait in this thread. Beyond it a connection that is read by system calls adds one read of
 * 1 KiB at most, as what waits for an end has to be sent before more is read for it.
 */
export const UNSENT_LIMIT = Math.min(16 * 1024 * 1024, MEMORY / 64);

/**
 * How many bytes are read at a time for an end.
 *
 * @param unsent - what waits in this thread, for all ends
 * @param lags - whether the end takes less than comes for it
 */
export function readSize(unsent: number, lags: boolean): number {
  if (unsent > UNSENT_LIMIT) return LEAST;
  return lags || unsent > UNSENT_LIMIT / 2 ? CAREFUL : sharedBuffer.length;
}
