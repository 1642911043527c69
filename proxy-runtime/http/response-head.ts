import { HeaderList } from './header-list.ts';
import { ANY_NAME, readHeaderLine } from './header-line.ts';
import { parseContentLength } from './request-head-parser.ts';

/** A backend's response head. */
export interface ResponseHead {
  readonly status: number;
  /** Code and reason exactly as the backend wrote them. */
  readonly statusText: string;
  readonly version: 10 | 11;
  readonly headers: HeaderList;
  readonly contentLength: number | undefined;
  readonly chunked: boolean;
  /** Whether the backend's connection may carry another request once the body is over. */
  readonly keepAlive: boolean;
  readonly length: number;
}

/** A response that can't be passed on: 502, class `invalid_header`. */
export class BadResponse extends Error {}

interface StatusLine {
  readonly status: number;
  readonly statusText: string;
  readonly version: 10 | 11;
}

/** Reads one response head, line by line as the bytes come, and refuses a bad one at its first bad line. */
export class ResponseHeadParser {
  readonly #limit: number;
  #status: StatusLine | undefined;
  readonly #headers = new HeaderList();
  /** Up to where lines were read, and up to where their end was looked for. */
  #read = 0;
  #scanned = 0;

  /** @param limit - the most bytes the head may have, final line end included (`proxy_buffer_size`) */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Goes on with all bytes of the head so far, which may have more behind it.
   *
   * @returns the head when it is complete
   * @throws {@link BadResponse}
   */
  parse(bytes: Buffer): ResponseHead | undefined {
    const length = this.#end(bytes);
    if (length === undefined ? bytes.length >= this.#limit : length > this.#limit)
      throw new BadResponse('upstream sent too big header');
    const read = length ?? bytes.lastIndexOf(LF) + 1;
    if (read > this.#read) this.#readLines(bytes.toString('latin1', this.#read, read));
    this.#read = read;
    if (length !== undefined && this.#status !== undefined) {
      const headers = this.#headers;
      const keepAlive = keepsAlive(headers, this.#status.version);
      return { ...this.#status, headers, ...readFraming(headers), keepAlive, length };
    }
    if (this.#status === undefined && !beginsStatusLine(bytes.toString('latin1'))) throw noStatusLine();
    return undefined;
  }

  /** Up to and with the empty line, whose end may be CRLF or LF. */
  #end(bytes: Buffer): number | undefined {
    const from = Math.max(0, this.#scanned - 2);
    this.#scanned = bytes.length;
    for (let lf = bytes.indexOf(LF, from); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) {
      if (bytes[lf + 1] === LF) return lf + 2;
      if (bytes[lf + 1] === CR && bytes[lf + 2] === LF) return lf + 3;
    }
    return undefined;
  }

  #readLines(text: string): void {
    for (let start = 0, lf = text.indexOf('\n'); lf >= 0; start = lf + 1, lf = text.indexOf('\n', start)) {
      const end = text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
      if (this.#status === undefined) this.#status = readStatusLine(text.slice(start, end));
      else if (end > start) this.#addHeader(text, start, end);
    }
  }

  #addHeader(text: string, start: number, end: number): void {
    const headers = this.#headers;
    if (!readHeaderLine(text, start, end, ANY_NAME, headers)) throw new BadResponse('upstream sent invalid header');
    const key = headers.names[headers.length - 1]?.key ?? '';
    if (SINGLE.has(key) && headers.count(key) > 1) headers.dropLast();
  }
}

const LF = 0x0a;
const CR = 0x0d;

function readStatusLine(line: string): StatusLine {
  const [, major, minor, code] = /^HTTP\/(\d)\.(\d) +(\d{3})(?: .*)?$/.exec(line) ?? [];
  if (code === undefined) throw noStatusLine();
  const version = major === '1' && minor !== '0' ? 11 : 10;
  return { status: Number(code), statusText: line.slice(line.indexOf(code)), version };
}

/** Whether what there is of a line can become a status line. */
function beginsStatusLine(line: string): boolean {
  const version = line.slice(0, 'HTTP/1.1 '.length);
  const like = version.replace(/\d/g, '1');
  return 'HTTP/1.1 '.startsWith(like) && /^ *(?:\d{0,3}|\d{3}(?: .*)?\r?)$/.test(line.slice(version.length));
}

/** Of these the first line counts; nginx drops the others. */
const SINGLE = new Set([
  ...['status', 'content-type', 'date', 'last-modified', 'etag', 'server', 'location', 'refresh', 'expires'],
  ...['x-accel-expires', 'x-accel-redirect', 'x-accel-limit-rate'],
]);

function noStatusLine(): BadResponse {
  return new BadResponse('upstream sent no valid HTTP/1.x header');
}

function readFraming(headers: HeaderList): Pick<ResponseHead, 'contentLength' | 'chunked'> {
  const codings = headers.count('transfer-encoding');
  const lengths = headers.count('content-length');
  if (codings + lengths > 1) throw new BadResponse('upstream sent conflicting "Content-Length" or "Transfer-Encoding"');
  if (codings === 1) {
    if (headers.get('transfer-encoding')?.toLowerCase() !== 'chunked') {
      throw new BadResponse('upstream sent unknown "Transfer-Encoding"');
    }
    return { contentLength: undefined, chunked: true };
  }
  const text = headers.get('content-length');
  const contentLength = text === undefined ? undefined : parseContentLength(text);
  if (Number.isNaN(contentLength)) throw new BadResponse('upstream sent invalid "Content-Length"');
  return { contentLength, chunked: false };
}

function keepsAlive(headers: HeaderList, version: number): boolean {
  const connection = headers.joined('connection')?.toLowerCase();
  if (connection?.includes('close')) return false;
  return version === 11 || connection?.includes('keep-alive') === true;
}
