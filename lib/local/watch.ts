import { watch } from 'chokidar';
import type { Program } from './program.ts';

/** An editor that saves several files has this long until they count as one change. */
const SETTLE_MS = 100;

/**
 * Calls `onChange` after changes of a program's sources, one call at a time.
 *
 * @param onError - told when a file can't be watched
 * @returns what ends that, once it has begun
 */
export async function watchProgram(
  program: Program,
  onChange: () => Promise<void>,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  const watcher = watch(program.directory, {
    ignored: (file) => program.ignores(file),
    ignoreInitial: true,
  });
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> | undefined;
  const run = (): void => {
    if (busy !== undefined) {
      timer = setTimeout(run, SETTLE_MS);
      return;
    }
    busy = onChange().finally(() => (busy = undefined));
  };
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(run, SETTLE_MS);
  });
  watcher.on('error', (error) => {
    onError(error as Error);
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
