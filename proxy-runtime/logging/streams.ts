import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { LineWriter, type LineEncoding, type Losses } from './line-writer.ts';

type Stream = 'stdout' | 'stderr';

/** What Linux writes to a pipe in one piece, whoever else writes. */
export const PIPE_BUF = 4096;

/** How often it is looked whether a stream's reader has taken all. */
const LOOK_MS = 10;

/** What readers may take for the last lines before the process ends. */
const LAST_LINES_MS = 1000;

let writers: Readonly<Record<Stream, LineWriter>> | undefined;

/**
 * Makes the process's own streams ready for {@link writeLine}, which the main thread must do before another one writes: a pipe that is not in
 * non-blocking mode would hold up whoever writes to it when nobody reads. Node has that done when its own streams are made.
 */
export function openStreams(): void {
  if (writers !== undefined) return;
  if (isMainThread) {
    // What others of this process write there must not end it, either, when the reader has gone.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }
  const stderr = new LineWriter(2, PIPE_BUF, lossesOf('standard error'));
  writers = { stdout: new LineWriter(1, PIPE_BUF, lossesOf('standard output')), stderr };
  process.on('exit', flushStreams);
}

function flushStreams(): void {
  writers?.stdout.flush();
  writers?.stderr.flush();
}

function lossesOf(name: string): Losses {
  const say = (line: string): void => writeLine('stderr', `${new Date().toISOString()} ${line}`, 'utf8');
  return {
    failing: () => undefined,
    lost: (count, why) => say(`${count} lines of ${name} were lost: ${why}`),
  };
}

/**
 * Writes a line to one of the process's own streams, without Node's, which keep whatever their reader does not take and, in a worker's
 * thread, go through the main thread.
 */
export function writeLine(stream: Stream, line: string, encoding: LineEncoding): void {
  openStreams();
  writers?.[stream].write(line, encoding);
}

/** Waits until the readers of both have taken what was written. @param ms - for so long at most */
export async function streamsTaken(ms = LAST_LINES_MS): Promise<void> {
  const end = performance.now() + ms;
  flushStreams();
  while (writers !== undefined && !(writers.stdout.idle && writers.stderr.idle) && performance.now() < end)
    await delay(LOOK_MS);
}
