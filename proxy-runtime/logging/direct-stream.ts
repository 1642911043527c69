import { writeSync } from 'node:fs';

/** What is kept for a pipe whose reader is slow; beyond it lines are lost. */
const MAX_KEPT = 4 * 1024 * 1024;

const RETRY_MS = 20;

/** One of the process's streams, written without the main thread, through which a worker's own would go. */
export class DirectStream {
  readonly #fd: 1 | 2;
  #kept: Buffer[] = [];
  #length = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(fd: 1 | 2) {
    this.#fd = fd;
  }

  write(line: Buffer): void {
    if (this.#length + line.length > MAX_KEPT) return;
    this.#kept.push(line);
    this.#length += line.length;
    // One after the other, and each line by itself: others write, too.
    if (this.#retry === undefined) this.#writeKept();
  }

  #writeKept(): void {
    this.#retry = undefined;
    for (let line = this.#kept[0]; line !== undefined; line = this.#kept[0]) {
      const written = this.#try(line);
      this.#length -= written;
      if (written === line.length) this.#kept.shift();
      else {
        this.#kept[0] = line.subarray(written);
        this.#retry = setTimeout(() => this.#writeKept(), RETRY_MS);
        return;
      }
    }
  }

  /** @returns how much of it needs no writing any more */
  #try(line: Buffer): number {
    try {
      return writeSync(this.#fd, line);
    } catch (error) {
      // Whoever read the log may have gone; that must not end the tunnels.
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : line.length;
    }
  }
}
