import { randomBytes } from 'node:crypto';

/** The longest message. */
export const MAX_MESSAGE = 256 * 1024;

/** A prime, so that each stream begins elsewhere. */
const PERIOD = 1_048_583;

const once = randomBytes(PERIOD);
const content = Buffer.concat([once, once.subarray(0, MAX_MESSAGE)]);

/**
 * The bytes of one direction of a tunnel, each of which follows from the stream's number and its position in it: what is lost, sent twice,
 * in another order or another stream's is seen where it comes.
 */
export class CheckedStream {
  sent = 0;
  received = 0;
  readonly #start: number;

  /** @param number - below a million; no two of these streams are alike */
  constructor(number: number) {
    this.#start = (number * 7919) % PERIOD;
  }

  /** The bytes to send next. @param length - at most {@link MAX_MESSAGE} */
  next(length: number): Buffer {
    const bytes = this.#at(this.sent, length);
    this.sent += length;
    return bytes;
  }

  /** Takes bytes that came. @returns false when they are not what comes next */
  take(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; at += MAX_MESSAGE) {
      const part = chunk.subarray(at, at + MAX_MESSAGE);
      if (this.received + part.length > this.sent || !part.equals(this.#at(this.received, part.length))) return false;
      this.received += part.length;
    }
    return true;
  }

  #at(position: number, length: number): Buffer {
    const begin = (this.#start + position) % PERIOD;
    return content.subarray(begin, begin + length);
  }
}
