/** As much as one system call takes. */
const SIZE = 256 * 1024;

/** As much as libuv reads of a stream without being told how much. */
const SIZE_OF_HANDLES = 64 * 1024;

/**
 * What all connections read into, so that a connection that is silent has no buffer of its own.
 *
 * What was read holds only until the next read of any connection, so it is used or copied before the read's callback returns. A write
 * that may have to wait is never given this memory: it would send another connection's bytes.
 */
export const sharedBuffer = Buffer.allocUnsafeSlow(SIZE);

/** What handles read into: the beginning of the same. */
export const sharedBufferOfHandles = sharedBuffer.subarray(0, SIZE_OF_HANDLES);
