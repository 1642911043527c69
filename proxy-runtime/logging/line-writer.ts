import { writeSync } from 'node:fs';

/** What is kept for a reader that is slow; beyond it, lines are lost. */
const MAX_KEPT = 4 * 1024 * 1024;

/** Lines that come so soon after others were written are written together: a system call for each, which wakes its reader, can cost as much as a request. */
const GATHER_MS = 10;

/** They don't wait for more when there is so much: half of what a pipe holds. */
const MAX_GATHERED = 32 * 1024;

const RETRY_MS = 20;

const LF = 0x0a;

/** `latin1` is for bytes, one character each. */
export type LineEncoding = 'utf8' | 'latin1';

/** Hears of lines that are lost. */
export interface Losses {
  /** Writing has begun to fail. */
  failing(why: string): void;
  /** Lines are written again, or never more. @param count - how many are missing, just before */
  lost(count: number, why: string): void;
}

/**
 * Writes lines to a file, a pipe or a socket, at once or, where one comes after the other, within 10 ms. Nobody waits for who reads them: while it
 * does not, 4 MiB are kept for it, and lines that come then are lost. So is what can't be written at all, because the disk is full or the
 * reader has gone. No line is written in part.
 */
export class LineWriter {
  readonly #fd: number;
  readonly #most: number;
  readonly #losses: Losses;
  /** What waits, the oldest first; then the latest lines. */
  #blocks: Buffer[] = [];
  #latest = '';
  #encoding: LineEncoding = 'utf8';
  /** Of all that waits; the latest are counted exactly only when they are bytes. */
  #length = 0;
  /** Whether what waits begins with the rest of a line. */
  #torn = false;
  #lost = 0;
  #error: Error | undefined;
  #flushedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** Whether the reader has not taken all it was given. */
  #stuck = false;

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

  /** @param line - without its line feed */
  write(line: string, encoding: LineEncoding): void {
    const length = line.length + 1;
    if (this.#length + length > MAX_KEPT) {
      this.#lost++;
      return;
    }
    const full = this.#latest.length + length > MAX_GATHERED;
    if (full || encoding !== this.#encoding) this.#join();
    this.#encoding = encoding;
    this.#latest += `${line}\n`;
    this.#length += length;
    if (this.#stuck) return;
    if (this.#blocks.length > 0) this.#writeBlocks();
    if (this.#timer !== undefined) return;
    if (performance.now() - this.#flushedAt >= GATHER_MS) this.flush();
    else this.#timer = this.#flushIn(GATHER_MS);
  }

  #flushIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.flush(), ms).unref();
  }

  #join(): void {
    if (this.#latest === '') return;
    const block = Buffer.from(this.#latest, this.#encoding);
    this.#length += block.length - this.#latest.length;
    this.#latest = '';
    this.#blocks.push(block);
  }

  /** Writes what the system takes. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stuck = false;
    this.#flushedAt = performance.now();
    this.#join();
    this.#writeBlocks();
  }

  #writeBlocks(): void {
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      let written: number;
      try {
        written = writeSync(this.#fd, block, 0, this.#pieceOf(block));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') this.#wait();
        else this.#drop(error as Error);
        return;
      }
      this.#length -= written;
      this.#torn = block[written - 1] !== LF;
      if (written === block.length) this.#blocks.shift();
      else this.#blocks[0] = block.subarray(written);
      if (this.#error !== undefined && !this.#torn) this.#reportLosses();
    }
    if (this.#error === undefined) this.#reportLosses();
  }

  #wait(): void {
    this.#stuck = true;
    clearTimeout(this.#timer);
    this.#timer = this.#flushIn(RETRY_MS);
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
    this.#length = rest.length + this.#latest.length;
    if (this.#error === undefined) this.#losses.failing(error.message);
    this.#error = error;
  }

  #reportLosses(): void {
    const lost = this.#lost;
    this.#lost = 0;
    const why = this.#error?.message ?? 'nobody read them in time';
    this.#error = undefined;
    if (lost > 0) this.#losses.lost(lost, why);
  }

  /** Nothing is written any more. */
  close(): void {
    this.flush();
    clearTimeout(this.#timer);
    this.#lost += countLines(Buffer.concat(this.#blocks));
    this.#blocks = [];
    this.#length = 0;
    this.#reportLosses();
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) count++;
  return count;
}
