/** How often progress is reported. */
const INTERVAL_MS = 1000;

let listener: (() => void) | undefined;
let due = 0;

/**
 * Reports that this thread makes progress: a request or a handshake has its turn. Hundreds of them that come together are one turn of the event
 * loop, in which no timer runs, however long they take.
 */
export function reportProgress(): void {
  if (listener === undefined) return;
  const now = performance.now();
  if (now < due) return;
  due = now + INTERVAL_MS;
  listener();
}

/** Sets who hears of progress. @param onProgress - called once a second at most, even within a turn of the event loop */
export function watchProgress(onProgress: () => void): void {
  listener = onProgress;
}
