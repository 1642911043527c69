import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** How long tests wait for what must happen: far longer than it takes, and never part of what is asserted. */
export const PATIENCE_MS = 10_000;

/** Waits until `read` gives something other than undefined or false; fails with `what` and what `seen` shows. */
export async function eventually<T>(
  what: string,
  read: () => T | undefined | false,
  seen: () => unknown = () => '',
  patience = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + patience;
  for (let tries = 0; ; tries++) {
    const value = read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`${what}: not within ${patience} ms; seen: ${show(seen())}`);
    // Most of what tests wait for happens within a few turns of the event loop.
    await (tries < 50 ? turn() : delay(5));
  }
}

/** A value for an error message: short, on one line, control characters visible. */
export function show(value: unknown): string {
  const text = Buffer.isBuffer(value)
    ? JSON.stringify(value.toString('latin1', 0, 2000))
    : (JSON.stringify(value, (_, each: unknown) => (each === undefined ? 'undefined' : each)) as string | undefined);
  return (text ?? 'undefined').slice(0, 2000);
}
