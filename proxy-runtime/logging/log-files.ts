import { LogFile } from './log-file.ts';
import { isStream, type LogPath } from './log-path.ts';

interface Held {
  readonly file: LogFile;
  holders: number;
}

/** The files that logs are written to; each is open once, however many logs and configurations name it. */
export class LogFiles {
  readonly #held = new Map<LogPath, Held>();
  readonly #complain: (message: string) => void;
  readonly #flush = (): void => this.flush();

  constructor(complain: (message: string) => void) {
    this.#complain = complain;
  }

  /**
   * Opens what is not open yet.
   *
   * @returns closes what nobody else holds
   * @throws Error of one line for a file that can't be opened; then none is held
   */
  hold(paths: Iterable<LogPath>): () => void {
    const taken: Held[] = [];
    try {
      for (const path of new Set(paths)) if (!isStream(path)) taken.push(this.#take(path));
    } catch (error) {
      this.#release(taken);
      throw error;
    }
    return () => this.#release(taken.splice(0));
  }

  #take(path: LogPath): Held {
    const held = this.#held.get(path) ?? { file: new LogFile(path, this.#complain), holders: 0 };
    held.holders++;
    // What is pending when the process exits is written then.
    if (this.#held.size === 0) process.on('exit', this.#flush);
    this.#held.set(path, held);
    return held;
  }

  #release(taken: readonly Held[]): void {
    for (const held of taken) {
      held.holders--;
      if (held.holders > 0) continue;
      held.file.close();
      this.#held.delete(held.file.path);
    }
    if (this.#held.size === 0) process.off('exit', this.#flush);
  }

  /** A file nobody holds any more gets no line. */
  write(path: LogPath, line: string): void {
    this.#held.get(path)?.file.write(line);
  }

  flush(): void {
    for (const { file } of this.#held.values()) file.flush();
  }

  /** Opens all of them anew: nginx's USR1. */
  reopen(): void {
    for (const { file } of this.#held.values()) file.reopen();
  }
}
