import { HeaderList } from './header-list.ts';
import { readHeaderLine, type HeaderLineRules } from './header-line.ts';
import { normalizeHost } from './host.ts';
import { BadRequest, type RequestHead } from './request-head.ts';
import { parseRequestLine, type RequestLine } from './request-line.ts';
import { TITLES_OF_400 } from './status.ts';

export interface RequestHeadLimits extends HeaderLineRules {
  readonly clientHeaderBufferSize: number;
  readonly largeClientHeaderBuffers: { readonly number: number; readonly size: number };
  readonly maxHeaders: number;
}

const LF = 0x0a;
const HEAD_END = Buffer.from('\r\n\r\n');
/** Up to here, what follows a head is not worth being looked for: it only makes the head's text longer. */
const MAX_TEXT = 8192;
const CR = 0x0d;
const SPACE = 0x20;
const TOO_LARGE = TITLES_OF_400[494];

/** Headers that may stand only once; a repeat is refused, equal or not. */
const UNIQUE = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'if-modified-since', 'if-unmodified-since', 'if-match'],
  ...['if-none-match', 'if-range', 'content-range', 'expect', 'authorization', 'proxy-authorization'],
]);

/** Reads one request head, line by line as the bytes come, and refuses a bad one at its first bad line. */
export class RequestHeadParser {
  readonly #limits: RequestHeadLimits;
  #line: RequestLine | undefined;
  readonly #headers = new HeaderList();
  #headerLines = 0;
  #consumed = 0;
  #scanned = 0;
  /** nginx's buffers, counted as it fills them: the small one, then large ones; a line is never split over two. */
  #room: number;
  #largeBuffers = 0;

  constructor(limits: RequestHeadLimits) {
    this.#limits = limits;
    this.#room = limits.clientHeaderBufferSize;
  }

  /** Whether the request line has begun: before that, a connection is merely idle. */
  get begun(): boolean {
    return this.#scanned > 0;
  }

  /** The request line, once it is there: what an access-log line of a refused request shows. */
  get line(): string {
    return this.#line?.line ?? '';
  }

  /**
   * Goes on with all bytes of the head so far.
   *
   * @returns the head when it is complete; the bytes behind its `length` are not its own
   * @throws {@link BadRequest}
   */
  parse(bytes: Buffer): RequestHead | undefined {
    if (this.#line === undefined) refuseOtherThanMethod(bytes, this.#consumed);
    const first = bytes.indexOf(LF, this.#scanned);
    if (first < 0) {
      this.#wait(bytes);
      return undefined;
    }
    // One text for all lines: pieces of it cost next to nothing.
    const base = this.#consumed;
    const text = bytes.toString('latin1', base, endOfText(bytes, base));
    for (let lf = first - base, start = 0; lf >= 0; lf = text.indexOf('\n', start)) {
      this.#reserve(lf + 1 - start, true);
      this.#scanned = this.#consumed = base + lf + 1;
      const head = this.#readLine(text, start, withoutReturns(text, start, lf));
      if (head !== undefined) return head;
      start = lf + 1;
      if (this.#line === undefined) refuseOtherThanMethod(bytes, this.#consumed);
    }
    this.#wait(bytes);
    return undefined;
  }

  /** The last line is not complete: it may grow only so long. */
  #wait(bytes: Buffer): void {
    this.#scanned = bytes.length;
    this.#reserve(bytes.length - this.#consumed, false);
  }

  #readLine(text: string, start: number, end: number): RequestHead | undefined {
    if (this.#line === undefined) {
      while (start < end && text.charCodeAt(start) === CR) start++;
      if (start === end) return undefined;
      this.#line = parseRequestLine(text.slice(start, end));
      return this.#line.version === 9 ? this.#finish(this.#line) : undefined;
    }
    if (start === end) return this.#finish(this.#line);
    this.#addHeader(text, start, end);
    return undefined;
  }

  #reserve(length: number, whole: boolean): void {
    const { number, size } = this.#limits.largeClientHeaderBuffers;
    if (length > this.#room) {
      if (length > size) {
        if (this.#line === undefined) throw new BadRequest(414, 'client sent too long URI');
        throw new BadRequest(400, 'client sent too long header line', TOO_LARGE);
      }
      if (++this.#largeBuffers > number) throw new BadRequest(400, 'client sent too large request', TOO_LARGE);
      this.#room = size;
    }
    if (whole) this.#room -= length;
  }

  #addHeader(text: string, start: number, end: number): void {
    if (++this.#headerLines > this.#limits.maxHeaders) {
      throw new BadRequest(400, 'client sent too many header lines', TOO_LARGE);
    }
    const headers = this.#headers;
    const before = headers.length;
    if (!readHeaderLine(text, start, end, this.#limits, headers)) {
      throw new BadRequest(400, 'client sent invalid header line');
    }
    if (headers.length === before) return;
    const key = headers.names[before]?.key ?? '';
    if (UNIQUE.has(key) && headers.count(key) > 1) throw new BadRequest(400, `client sent duplicate header "${key}"`);
    if (key === 'host' && normalizeHost(headers.values[before] ?? '') === undefined)
      throw new BadRequest(400, 'client sent invalid host header');
  }

  #finish(line: RequestLine): RequestHead {
    const headers = this.#headers;
    if (line.version === 11 && !headers.has('host')) {
      throw new BadRequest(400, 'client sent HTTP/1.1 request without "Host" header');
    }
    if (line.authority !== undefined && normalizeHost(line.authority) === undefined) {
      throw new BadRequest(400, 'client sent invalid host in request line');
    }
    return { ...line, headers, ...readFraming(line, headers), length: this.#consumed };
  }
}

/** What begins with no method is no request, and its sender (a TLS client, perhaps) need not send a whole line to be told. */
function refuseOtherThanMethod(bytes: Buffer, from: number): void {
  for (let i = from; i < bytes.length && bytes[i] !== SPACE; i++) {
    const byte = bytes[i] ?? 0;
    const inMethod = (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte === 0x2d;
    const blank = byte === CR || byte === LF;
    if (blank && i === from) from++;
    else if (!inMethod) throw new BadRequest(400, 'client sent invalid method');
  }
}

function readFraming(line: RequestLine, headers: HeaderList): Pick<RequestHead, 'contentLength' | 'chunked'> {
  const coding = headers.get('transfer-encoding');
  const length = headers.get('content-length');
  const contentLength = length === undefined ? undefined : parseContentLength(length);
  if (Number.isNaN(contentLength)) throw new BadRequest(400, 'client sent invalid "Content-Length" header');
  if (coding === undefined) return { contentLength, chunked: false };
  if (line.version < 11) throw new BadRequest(400, 'client sent HTTP/1.0 request with "Transfer-Encoding" header');
  if (length !== undefined) throw new BadRequest(400, 'client sent "Content-Length" and "Transfer-Encoding" headers');
  if (coding.toLowerCase() !== 'chunked')
    throw new BadRequest(501, `client sent unknown "Transfer-Encoding": "${coding}"`);
  return { contentLength: undefined, chunked: true };
}

/** The length a header states; NaN if it states none. */
export function parseContentLength(text: string): number {
  const length = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(length) ? length : Number.NaN;
}

/** Where the text of a head that begins at `start` may end. */
function endOfText(bytes: Buffer, start: number): number {
  if (bytes.length - start <= MAX_TEXT) return bytes.length;
  const end = bytes.indexOf(HEAD_END, start);
  return end < 0 ? bytes.length : end + HEAD_END.length;
}

/** The end of a line without the carriage returns in front of its line feed. */
function withoutReturns(text: string, start: number, end: number): number {
  while (end > start && text.charCodeAt(end - 1) === CR) end--;
  return end;
}
