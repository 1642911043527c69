/** How often progress is told of. */
const INTERVAL_MS = 1000;

let tell: (() => void) | undefined;
let due = 0;

/**
 * A request or a handshake has its turn. Hundreds of them that come together are one turn of the event loop, in which no timer runs, however
 * long they take.
 */
export function getOn(): void {
  if (tell === undefined) return;
  const now = performance.now();
  if (now < due) return;
  due = now + INTERVAL_MS;
  tell();
}

/** @param told - hears once a second at most that this thread gets on, even within a turn of its event loop */
export function watchProgress(told: () => void): void {
  tell = told;
}
