/** Decodes the chunked coding as the bytes come; strict in what it takes, so that no two parsers can differ over it. */
export class ChunkedDecoder {
  #state:
    | 'size'
    | 'extension'
    | 'sizeLf'
    | 'data'
    | 'dataCr'
    | 'dataLf'
    | 'trailer'
    | 'trailerLine'
    | 'trailerLf'
    | 'endLf'
    | 'done' = 'size';
  #left = 0;
  #digits = 0;
  /** Bytes of extensions and trailers, which carry nothing we pass on, and so must not go on for ever. */
  #overhead = 0;

  get done(): boolean {
    return this.#state === 'done';
  }

  /**
   * Decodes `bytes`, giving what they have of the body to `onData`, in one piece: what a caller does for each piece must not depend on how
   * small somebody makes the chunks. For that, they are moved together in `bytes`, which must be the caller's own.
   *
   * @returns how many bytes belonged to the body: fewer than there are only when it is done. Undefined for bytes that are no chunked coding.
   */
  decode(bytes: Buffer, onData: (piece: Buffer) => void): number | undefined {
    let at = 0;
    let from = 0;
    let to = 0;
    let valid = true;
    while (valid && at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const length = Math.min(this.#left, bytes.length - at);
        if (to === 0) from = to = at;
        else if (to < at) bytes.copyWithin(to, at, at + length);
        to += length;
        at += length;
        this.#left -= length;
        if (this.#left === 0) this.#state = 'dataCr';
      } else {
        valid = this.#step(bytes[at++] ?? 0);
      }
    }
    if (to > from) onData(bytes.subarray(from, to));
    return valid ? at : undefined;
  }

  #step(byte: number): boolean {
    switch (this.#state) {
      case 'size': {
        const digit = hexDigit(byte);
        if (digit >= 0) {
          this.#left = this.#left * 16 + digit;
          return ++this.#digits <= 13;
        }
        if (this.#digits === 0) return false;
        return this.#endOfSize(byte);
      }
      case 'extension':
        if (byte === CR) this.#state = 'sizeLf';
        return byte !== LF && ++this.#overhead <= MAX_OVERHEAD;
      case 'sizeLf':
        this.#state = this.#left > 0 ? 'data' : 'trailer';
        this.#digits = 0;
        return byte === LF;
      case 'dataCr':
        this.#state = 'dataLf';
        return byte === CR;
      case 'dataLf':
        this.#state = 'size';
        return byte === LF;
      case 'trailer':
        this.#state = byte === CR ? 'endLf' : 'trailerLine';
        return byte !== LF;
      case 'trailerLine':
        if (byte === CR) this.#state = 'trailerLf';
        return byte !== LF && ++this.#overhead <= MAX_OVERHEAD;
      case 'trailerLf':
        this.#state = 'trailer';
        return byte === LF;
      case 'endLf':
        this.#state = 'done';
        return byte === LF;
      default:
        return false;
    }
  }

  #endOfSize(byte: number): boolean {
    if (byte === CR) this.#state = 'sizeLf';
    else if (byte === 0x3b || byte === 0x20 || byte === 0x09) this.#state = 'extension';
    else return false;
    return true;
  }
}

const CR = 0x0d;
const LF = 0x0a;
const MAX_OVERHEAD = 16 * 1024;

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The line before a chunk of `length` bytes; behind the chunk comes `CRLF`. */
export function chunkHead(length: number): string {
  return `${length.toString(16)}\r\n`;
}

export const LAST_CHUNK = '0\r\n\r\n';
