import { writeSync } from 'node:fs';

/** What is kept for a reader that is slow; beyond it, lines are lost. */
const MAX_KEPT = 4 * 1024 * 1024;

/** Kept lines are joined when there are so many: each by itself would take more memory than its text. */
const MAX_APART = 64;

const RETRY_MS = 20;

const LF = 0x0a;

/** Hears of lines that are lost. */
export interface Losses {
  /** Writing has begun to fail. */
  failing(why: string): void;
  /** Lines are written again, or never more. @param count - how many are missing, just before */
  lost(count: number, why: string): void;
}

/**
 * Writes lines to a file, a pipe or a socket, whose reader nobody waits for: while it does not read, 4 MiB are kept for it, and lines that come then
 * are lost. So is what can't be written at all, because the disk is full or the reader has gone. No line is written in part.
 */
export class LineWriter {
  readonly #fd: number;
  readonly #most: number;
  readonly #losses: Losses;
  /** What waits, the oldest first; then the latest, line by line. */
  #blocks: Buffer[] = [];
  #latest: Buffer[] = [];
  #length = 0;
  /** Whether what waits begins with the rest of a line. */
  #torn = false;
  #lost = 0;
  #error: Error | undefined;
  #retry: NodeJS.Timeout | undefined;

  /**
   * @param fd - in non-blocking mode, unless it is a file's
   * @param most - how many bytes the system takes in one piece, whoever else writes; longer lines are written by themselves
   */
  constructor(fd: number, most: number, losses: Losses) {
    this.#fd = fd;
    this.#most = most;
    this.#losses = losses;
  }

  /** Whether nothing waits. */
  get idle(): boolean {
    return this.#length === 0;
  }

  /** @param lines - each with its line feed */
  write(lines: Buffer): void {
    if (this.#length + lines.length > MAX_KEPT) {
      this.#lost += countLines(lines);
      return;
    }
    this.#latest.push(lines);
    this.#length += lines.length;
    if (this.#retry === undefined) this.flush();
    else if (this.#latest.length === MAX_APART) this.#join();
  }

  #join(): void {
    const [only] = this.#latest;
    if (only === undefined) return;
    this.#blocks.push(this.#latest.length === 1 ? only : Buffer.concat(this.#latest));
    this.#latest = [];
  }

  /** Writes what the system takes. */
  flush(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#join();
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      let written: number;
      try {
        written = writeSync(this.#fd, block, 0, this.#pieceOf(block));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.#drop(error as Error);
        else this.#retry = setTimeout(() => this.flush(), RETRY_MS).unref();
        return;
      }
      this.#length -= written;
      this.#torn = block[written - 1] !== LF;
      if (written === block.length) this.#blocks.shift();
      else this.#blocks[0] = block.subarray(written);
      if (this.#error !== undefined && !this.#torn) this.#tell();
    }
    if (this.#error === undefined) this.#tell();
  }

  /** As many whole lines as are written in one piece, or one that is longer. */
  #pieceOf(block: Buffer): number {
    if (block.length <= this.#most) return block.length;
    const last = block.lastIndexOf(LF, this.#most - 1);
    return (last < 0 ? block.indexOf(LF) : last) + 1;
  }

  /** Only the rest of a line that has begun waits on: the next would be joined to it. */
  #drop(error: Error): void {
    const all = Buffer.concat(this.#blocks);
    const rest = all.subarray(0, this.#torn ? all.indexOf(LF) + 1 : 0);
    this.#lost += countLines(all.subarray(rest.length));
    this.#blocks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    if (this.#error === undefined) this.#losses.failing(error.message);
    this.#error = error;
  }

  #tell(): void {
    const lost = this.#lost;
    this.#lost = 0;
    const why = this.#error?.message ?? 'nobody read them in time';
    this.#error = undefined;
    if (lost > 0) this.#losses.lost(lost, why);
  }

  /** Nothing is written any more. */
  close(): void {
    this.flush();
    clearTimeout(this.#retry);
    this.#lost += countLines(Buffer.concat(this.#blocks));
    this.#blocks = [];
    this.#length = 0;
    this.#tell();
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) count++;
  return count;
}
