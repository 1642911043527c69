import { closeSync, constants, openSync, writeSync } from 'node:fs';

/** Nobody waits for a reader: a pipe that is full, or has none, loses lines. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/** Lines of one turn of the event loop are written together, unless they get longer than this. */
const MAX_PENDING = 64 * 1024;

/** A file that is appended to, line by line and in order. What can't be written is lost, and complained of once. */
export class LogFile {
  readonly path: string;
  readonly #complain: (message: string) => void;
  #fd: number;
  #pending = '';
  #scheduled: NodeJS.Immediate | undefined;
  #failing = false;
  #closed = false;

  /** @throws Error of one line when it can't be opened */
  constructor(path: string, complain: (message: string) => void) {
    this.path = path;
    this.#complain = complain;
    this.#fd = open(path);
  }

  /** @param line - bytes, one character each */
  write(line: string): void {
    if (this.#closed) return;
    this.#pending += `${line}\n`;
    if (this.#pending.length > MAX_PENDING) this.flush();
    else this.#scheduled ??= setImmediate(() => this.flush());
  }

  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending, 'latin1');
    this.#pending = '';
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#fd, bytes, written);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#complain(`can't write the log ${this.path}: ${(error as Error).message}`);
      this.#failing = true;
    }
  }

  /** Opens the path anew, after somebody has moved the file; when that fails, it goes on with the old one. */
  reopen(): void {
    this.flush();
    const before = this.#fd;
    try {
      this.#fd = open(this.path);
    } catch (error) {
      this.#complain((error as Error).message);
      return;
    }
    closeSync(before);
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    closeSync(this.#fd);
  }
}

function open(path: string): number {
  try {
    return openSync(path, FLAGS, 0o644);
  } catch (error) {
    throw new Error(`can't open the log ${path}: ${(error as Error).message}`, { cause: error });
  }
}
