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

/**
 * Reads a response head, if all of it is there.
 *
 * @param limit - the most bytes it may have, final line end included (`proxy_buffer_size`)
 * @throws {@link BadResponse}
 */
export function parseResponseHead(bytes: Buffer, limit: number): ResponseHead | undefined {
  const length = headLength(bytes);
  if (length === undefined ? bytes.length >= limit : length > limit)
    throw new BadResponse('upstream sent too big header');
  if (length === undefined) {
    if (bytes.length >= 9 && !/^HTTP\/\d\.\d /.test(bytes.toString('latin1', 0, 9))) throw noStatusLine();
    return undefined;
  }
  const text = bytes.toString('latin1', 0, length);
  let lf = text.indexOf('\n');
  const statusLine = text.slice(0, withoutReturn(text, lf));
  const [, major, minor, code] = /^HTTP\/(\d)\.(\d) +(\d{3})(?: .*)?$/.exec(statusLine) ?? [];
  if (code === undefined) throw noStatusLine();
  const headers = new HeaderList();
  for (;;) {
    const start = lf + 1;
    lf = text.indexOf('\n', start);
    const end = withoutReturn(text, lf);
    if (end === start) break;
    if (!readHeaderLine(text, start, end, ANY_NAME, headers)) throw new BadResponse('upstream sent invalid header');
    const key = headers.names[headers.length - 1]?.key ?? '';
    if (SINGLE.has(key) && headers.count(key) > 1) headers.dropLast();
  }
  const version = major === '1' && minor !== '0' ? 11 : 10;
  const statusText = statusLine.slice(statusLine.indexOf(code));
  return {
    status: Number(code),
    statusText,
    version,
    headers,
    ...readFraming(headers),
    keepAlive: keepsAlive(headers, version),
    length,
  };
}

/** Of these the first line counts; nginx drops the others. */
const SINGLE = new Set([
  ...['status', 'content-type', 'date', 'last-modified', 'etag', 'server', 'location', 'refresh', 'expires'],
  ...['x-accel-expires', 'x-accel-redirect', 'x-accel-limit-rate'],
]);

function noStatusLine(): BadResponse {
  return new BadResponse('upstream sent no valid HTTP/1.x header');
}

/** Up to and with the empty line, whose end may be CRLF or LF. */
function headLength(bytes: Buffer): number | undefined {
  for (let lf = bytes.indexOf(0x0a); lf >= 0; lf = bytes.indexOf(0x0a, lf + 1)) {
    if (bytes[lf + 1] === 0x0a) return lf + 2;
    if (bytes[lf + 1] === 0x0d && bytes[lf + 2] === 0x0a) return lf + 3;
  }
  return undefined;
}

function withoutReturn(text: string, lf: number): number {
  return text.charCodeAt(lf - 1) === 0x0d ? lf - 1 : lf;
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
