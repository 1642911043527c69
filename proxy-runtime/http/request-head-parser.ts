import { HeaderList } from './header-list.ts';
import { readHeaderLine, type HeaderLineRules } from './header-line.ts';
import { normalizeHost } from './host.ts';
import { BadRequest, NO_HEAD, type ReceivedHead } from './request-head.ts';
import { parseRequestLine, type RequestLine } from './request-line.ts';
import { TITLES_OF_400 } from './status.ts';
import { BAD_URI, NO_URI, normalizeUri } from './uri.ts';

export interface RequestHeadLimits extends HeaderLineRules {
  readonly clientHeaderBufferSize: number;
  readonly largeClientHeaderBuffers: { readonly number: number; readonly size: number };
  readonly maxHeaders: number;
  readonly mergeSlashes: boolean;
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
  #limits: RequestHeadLimits;
  readonly #limitsOf: ((host: string) => RequestHeadLimits) | undefined;
  #line: RequestLine | undefined;
  #uri = NO_URI;
  /** HTTP/0.9 knows no other method than GET. */
  #bare = false;
  readonly #headers = new HeaderList();
  #headerLines = 0;
  #consumed = 0;
  #scanned = 0;
  /** Where the request line begins, behind blank lines. */
  #start = 0;
  /** How many bytes of blank lines there were before what is here. */
  #dropped = 0;
  /** Where the last line ends that could be read. */
  #read = 0;
  /** nginx's buffers, counted as it fills them: the small one, then large ones; a line is never split over two. */
  #room: number;
  #largeBuffers = 0;
  #tooLong = false;

  /** @param limitsOf - those of the server for a host, where servers differ in them: they hold from there on */
  constructor(limits: RequestHeadLimits, limitsOf?: (host: string) => RequestHeadLimits) {
    this.#limits = limits;
    this.#limitsOf = limitsOf;
    this.#room = limits.clientHeaderBufferSize;
  }

  /** Whether the request line has begun: before that, a connection is merely idle. */
  get begun(): boolean {
    return this.#scanned + this.#dropped > 0;
  }

  /** Up to where the bytes were read as lines; when the head is complete, what follows is not its own. */
  get consumed(): number {
    return this.#consumed;
  }

  /**
   * What there is of a head that is not complete or was refused: what an access-log line of it shows.
   *
   * @param bytes - all of the head so far
   */
  soFar(bytes: Buffer): ReceivedHead {
    const line = this.#line ?? { ...NO_HEAD, line: this.#firstLine(bytes), version: this.#bare ? 9 : 11 };
    return { ...NO_HEAD, ...line, headers: this.#headers, length: this.#read - this.#start, uri: this.#uri };
  }

  /** Of a request line that can't be read, as much as nginx would have in its buffer. */
  #firstLine(bytes: Buffer): string {
    const { clientHeaderBufferSize, largeClientHeaderBuffers } = this.#limits;
    const size = this.#largeBuffers > 0 ? largeClientHeaderBuffers.size : clientHeaderBufferSize;
    const text = bytes.toString('latin1', this.#start, this.#start + size);
    // One that filled the buffer is not looked at.
    return this.#tooLong ? text : (/^[^\r\n]*/.exec(text)?.[0] ?? '');
  }

  /**
   * Goes on with all bytes of the head so far.
   *
   * @returns the head when it is complete
   * @throws {@link BadRequest}
   */
  parse(bytes: Buffer): ReceivedHead | undefined {
    if (this.#line === undefined) this.#startLine(bytes);
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
      const head = this.#readLine(text, start, lf);
      if (head !== undefined) return head;
      start = lf + 1;
    }
    this.#wait(bytes);
    return undefined;
  }

  /** The last line is not complete: it may grow only so long. */
  #wait(bytes: Buffer): void {
    this.#scanned = bytes.length;
    this.#reserve(bytes.length - this.#consumed, false);
  }

  /**
   * Before a request line, forgets the blank lines that were read: a client may send as many as it likes.
   *
   * @returns how many bytes need not be there any more when it goes on
   */
  dropBlank(): number {
    if (this.#line !== undefined) return 0;
    const blank = this.#start;
    this.#dropped += blank;
    this.#start = this.#read = this.#consumed = 0;
    this.#scanned -= blank;
    return blank;
  }

  /** What begins with no method is no request, and its sender (a TLS client, perhaps) need not send a whole line to be told. */
  #startLine(bytes: Buffer): void {
    let start = this.#start;
    while (bytes[start] === CR || bytes[start] === LF) start++;
    if (start > this.#start) {
      this.#start = this.#read = this.#consumed = start;
      this.#scanned = Math.max(this.#scanned, start);
      // What blank lines have filled is begun anew, but for a buffer that they share with the request line.
      const { clientHeaderBufferSize: size } = this.#limits;
      this.#room = size - ((this.#dropped + start) % size);
    }
    for (let i = start; i < bytes.length && bytes[i] !== SPACE; i++) {
      const byte = bytes[i] ?? 0;
      const inMethod = (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte === 0x2d;
      if (!inMethod) throw new BadRequest(400, 'client sent invalid method');
    }
  }

  /** @param lf - where the line feed is that ends the line */
  #readLine(text: string, start: number, lf: number): ReceivedHead | undefined {
    const end = withoutReturns(text, start, lf);
    if (this.#line === undefined) {
      if (lf - end > 1) throw new BadRequest(400, 'client sent invalid request');
      return this.#readRequestLine(text.slice(start, end));
    }
    if (start === end) {
      if (lf - end > 1) throw new BadRequest(400, 'client sent invalid header line');
      this.#read = this.#consumed;
      return this.#finish(this.#line);
    }
    this.#addHeader(text, start, end);
    return undefined;
  }

  #readRequestLine(text: string): ReceivedHead | undefined {
    const line = parseRequestLine(text);
    if (line.version === 9 && line.method !== 'GET') {
      this.#bare = true;
      throw new BadRequest(400, 'client sent invalid method in HTTP/0.9 request');
    }
    this.#line = line;
    this.#read = this.#consumed;
    const uri = line.method === 'CONNECT' ? NO_URI : normalizeUri(line.target, this.#limits.mergeSlashes);
    this.#uri = uri ?? BAD_URI;
    if (uri === undefined) throw new BadRequest(400, 'client sent invalid request');
    if (line.authority !== undefined) this.#named(line.authority, 'client sent invalid host in request line');
    return line.version === 9 ? this.#finish(line) : undefined;
  }

  #reserve(length: number, whole: boolean): void {
    const { number, size } = this.#limits.largeClientHeaderBuffers;
    if (length > this.#room) {
      if (length > size) {
        if (this.#line === undefined) this.#refuseLongLine();
        throw new BadRequest(400, 'client sent too long header line', TOO_LARGE);
      }
      if (++this.#largeBuffers > number) throw new BadRequest(400, 'client sent too large request', TOO_LARGE);
      this.#room = size;
    }
    if (whole) this.#room -= length;
  }

  #refuseLongLine(): never {
    this.#tooLong = true;
    this.#largeBuffers++;
    throw new BadRequest(414, 'client sent too long URI');
  }

  #addHeader(text: string, start: number, end: number): void {
    const headers = this.#headers;
    const before = headers.length;
    if (!readHeaderLine(text, start, end, this.#limits, headers)) {
      throw new BadRequest(400, 'client sent invalid header line');
    }
    this.#read = this.#consumed;
    if (headers.length === before) return;
    if (++this.#headerLines > this.#limits.maxHeaders) {
      headers.dropLast();
      throw new BadRequest(400, 'client sent too many header lines', TOO_LARGE);
    }
    const key = headers.names[before]?.key ?? '';
    if (UNIQUE.has(key) && headers.count(key) > 1) {
      headers.dropLast();
      throw new BadRequest(400, `client sent duplicate header "${key}"`);
    }
    if (key === 'host') this.#named(headers.values[before] ?? '', 'client sent invalid host header');
  }

  /** A request's server is that of its target's host, or else of its `Host`. */
  #named(text: string, refusal: string): void {
    const host = normalizeHost(text);
    if (host === undefined) throw new BadRequest(400, refusal);
    if (this.#limitsOf !== undefined && text === (this.#line?.authority ?? text)) this.#limits = this.#limitsOf(host);
  }

  #finish(line: RequestLine): ReceivedHead {
    const headers = this.#headers;
    if (line.version === 11 && !headers.has('host')) {
      throw new BadRequest(400, 'client sent HTTP/1.1 request without "Host" header');
    }
    const framing = readFraming(line, headers);
    const { method } = line;
    if (method === 'CONNECT' || method === 'TRACE') throw new BadRequest(405, `client sent ${method} method`);
    return { ...line, headers, ...framing, length: this.#read - this.#start, uri: this.#uri };
  }
}

function readFraming(line: RequestLine, headers: HeaderList): Pick<ReceivedHead, 'contentLength' | 'chunked'> {
  const coding = headers.get('transfer-encoding');
  const length = headers.get('content-length');
  const contentLength = length === undefined ? undefined : parseContentLength(length);
  if (Number.isNaN(contentLength)) throw new BadRequest(400, 'client sent invalid "Content-Length" header');
  if (coding === undefined) return { contentLength, chunked: false };
  if (line.version < 11) throw new BadRequest(400, 'client sent HTTP/1.0 request with "Transfer-Encoding" header');
  if (coding.toLowerCase() !== 'chunked')
    throw new BadRequest(501, `client sent unknown "Transfer-Encoding": "${coding}"`);
  if (length !== undefined) throw new BadRequest(400, 'client sent "Content-Length" and "Transfer-Encoding" headers');
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
