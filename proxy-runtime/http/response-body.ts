import { ChunkedDecoder } from './chunked.ts';
import type { ResponseHead } from './response-head.ts';

/** Takes the framing off a response's body. */
export class ResponseBody {
  /** Whether the body is over. */
  done = false;
  /** Whether the backend sent nothing beyond it. */
  exact = true;
  /** Whether the body's end is the connection's. */
  readonly untilClose: boolean;
  readonly #decoder: ChunkedDecoder | undefined;
  #left: number;

  /** @param bodiless - the response has none, whatever its head says: it answers HEAD, or is a 204 or 304 */
  constructor(head: ResponseHead, bodiless: boolean) {
    this.#decoder = head.chunked && !bodiless ? new ChunkedDecoder() : undefined;
    this.untilClose = !bodiless && !head.chunked && head.contentLength === undefined;
    this.#left = bodiless ? 0 : (head.contentLength ?? 0);
    this.done = this.#decoder === undefined && !this.untilClose && this.#left === 0;
  }

  /** Gives each piece of the body in `bytes` to `onPiece`. @returns false for bytes that are no such body */
  take(bytes: Buffer, onPiece: (piece: Buffer) => void): boolean {
    const used = this.#take(bytes, onPiece);
    if (used === undefined) return false;
    if (used < bytes.length) this.exact = false;
    return true;
  }

  #take(bytes: Buffer, onPiece: (piece: Buffer) => void): number | undefined {
    if (this.#decoder !== undefined) {
      const used = this.#decoder.decode(bytes, onPiece);
      this.done = this.#decoder.done;
      return used;
    }
    const piece = this.untilClose ? bytes : bytes.subarray(0, this.#left);
    if (!this.untilClose) {
      this.#left -= piece.length;
      this.done = this.#left === 0;
    }
    if (piece.length > 0) onPiece(piece);
    return piece.length;
  }
}
