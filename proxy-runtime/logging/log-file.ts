import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { LineWriter } from './line-writer.ts';
import { PIPE_BUF } from './streams.ts';

/** Nobody waits for a reader, if it is a pipe. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/** A file that is appended to, line by line and in order. What can't be written is lost, and complained of: when that begins, and how much it was. */
export class LogFile {
  readonly path: string;
  readonly #complain: (message: string) => void;
  #fd: number;
  #writer: LineWriter;
  #closed = false;

  /** @throws Error of one line when it can't be opened */
  constructor(path: string, complain: (message: string) => void) {
    this.path = path;
    this.#complain = complain;
    this.#fd = open(path);
    this.#writer = this.#newWriter();
  }

  #newWriter(): LineWriter {
    const most = fstatSync(this.#fd).isFIFO() ? PIPE_BUF : Infinity;
    return new LineWriter(this.#fd, most, {
      failing: (why) => this.#complain(`can't write the log ${this.path}: ${why}`),
      lost: (count, why) => this.#complain(`${count} lines of the log ${this.path} were lost: ${why}`),
    });
  }

  /** @param line - bytes, one character each */
  write(line: string): void {
    if (!this.#closed) this.#writer.write(line, 'latin1');
  }

  flush(): void {
    this.#writer.flush();
  }

  /** Opens the path anew, after somebody has moved the file; when that fails, it goes on with the old one. */
  reopen(): void {
    const before = this.#fd;
    try {
      this.#fd = open(this.path);
    } catch (error) {
      this.#complain((error as Error).message);
      return;
    }
    this.#writer.close();
    this.#writer = this.#newWriter();
    closeSync(before);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#writer.close();
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
