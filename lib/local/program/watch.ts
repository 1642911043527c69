import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Program } from './program-source.ts';

/** An editor that saves several files has this long until they count as one change. */
const SETTLE_MS = 100;

/**
 * Calls `onChange` with the files after changes of a program's sources, one call at a time.
 *
 * @param onError - told when a file can't be watched
 * @returns what ends that, once it has begun
 */
export async function watchProgram(
  program: Program,
  onChange: (files: readonly [string, ...string[]]) => Promise<void>,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  // Here, because it is an ES module, which jest loads for nobody who doesn't watch
  const { watch } = await import('chokidar');
  const watcher = watch(program.directory, {
    ignored: (file) => program.ignores(file),
    ignoreInitial: true,
  });
  const touched = new Set<string>();
  const contents = new Contents();
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> | undefined;
  const run = (): void => {
    if (busy !== undefined) {
      timer = setTimeout(run, SETTLE_MS);
      return;
    }
    const differ = [...touched].filter((path) => contents.differs(path));
    touched.clear();
    const [first, ...others] = differ;
    if (first !== undefined) busy = onChange([first, ...others]).finally(() => (busy = undefined));
  };
  watcher.on('all', (_event, path) => {
    touched.add(path);
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

/** The contents of files when they were last compared: a build writes the same again each time, which is no change. */
class Contents {
  readonly #fingerprints = new Map<string, string>();

  /** Whether a file isn't as it was, or was not compared before. */
  differs(path: string): boolean {
    const now = fingerprint(path);
    const before = this.#fingerprints.get(path);
    this.#fingerprints.set(path, now);
    return now !== before;
  }
}

function fingerprint(path: string): string {
  try {
    return statSync(path).isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'no file';
  } catch {
    return 'gone';
  }
}
