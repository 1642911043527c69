import { describeConnections, type OpenConnections } from '../metrics/open-connections.ts';
import { watchProgress } from '../net/progress.ts';
import { kernelTimers, type KernelTimer } from './kernel-timer.ts';

/** So much a turn of the event loop never computes without beginning another request or handshake. Whoever is stopped, waits for a CPU or stands at a breakpoint doesn't compute. */
const MAX_TURN_MS = 5000;

const INTERVAL_MS = 1000;

/** Between the line that tells it and the end. */
const WARNING_MS = 100;

/** What the process exits with when it had to be ended: `sysexits.h` has it for an internal error. */
const EXIT_CODE = 70;

/** What an end that everything is ready for may take. */
const END_MS = 2000;

const MAX_TEXT = 256;

/**
 * Ends the process, with a line on standard error, when this thread's event loop neither comes round nor gets on in its turn: whoever started it (ECS, systemd)
 * starts another. A thread of Node's own that watches this one would cost a tenth of the proxy's memory; a timer of the kernel's, which is
 * wound up once a second, costs nothing. Where there are none, nobody watches.
 *
 * @param proxy - whose connections end with it
 */
export function watchEventLoop(proxy: OpenConnections): void {
  const timers = kernelTimers();
  if (timers === undefined) return;
  const text = Buffer.alloc(MAX_TEXT);
  let warn: KernelTimer;
  let exit: KernelTimer;
  try {
    warn = timers.warn('own CPU time', text);
    exit = timers.exit('own CPU time', EXIT_CODE);
  } catch {
    return;
  }
  const wind = (): void => {
    const seconds = MAX_TURN_MS / 1000;
    const line = `the event loop has computed for ${seconds} s without coming round: the proxy ends, with its ${describeConnections(proxy)}`;
    text.write(`${line}\0`);
    warn.start(MAX_TURN_MS);
    exit.start(MAX_TURN_MS + WARNING_MS);
  };
  wind();
  setInterval(wind, INTERVAL_MS).unref();
  watchProgress(wind);
}

/** Everything is closed, and the process is to end with 0, even if a worker's thread is stuck in the system, for which Node would wait. */
export function endSurely(): void {
  try {
    kernelTimers()?.exit('monotonic', 0).start(END_MS);
  } catch {
    // Node may still be able to.
  }
}
