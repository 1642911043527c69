import { ResponseHeadParser, type ResponseHead } from '../http/response-head.ts';

const EMPTY = Buffer.alloc(0);

/** Reads the head of the final response on a backend's connection, past the interim ones before it. */
export class ResponseHeadReader {
  readonly #limit: number;
  readonly #onInterim: (head: ResponseHead) => void;
  #parser: ResponseHeadParser | undefined;
  #input: Buffer = EMPTY;

  /**
   * @param limit - the most bytes a head may have (`proxy_buffer_size`)
   * @param onInterim - called with each interim head; a 101 is a final one
   */
  constructor(limit: number, onInterim: (head: ResponseHead) => void) {
    this.#limit = limit;
    this.#onInterim = onInterim;
  }

  /** Takes what came. @returns the final head when it is complete @throws BadResponse */
  read(chunk: Buffer): ResponseHead | undefined {
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    while (this.#input.length > 0) {
      const parser = (this.#parser ??= new ResponseHeadParser(this.#limit));
      const head = parser.parse(this.#input);
      if (head === undefined) return undefined;
      this.#parser = undefined;
      this.#input = this.#input.subarray(head.length);
      if (head.status >= 200 || head.status === 101) return head;
      this.#onInterim(head);
    }
    return undefined;
  }

  /** What came behind the final head. */
  get rest(): Buffer {
    return this.#input;
  }
}
