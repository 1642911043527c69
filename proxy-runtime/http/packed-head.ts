import { copyText } from './copy-text.ts';
import { HeaderList } from './header-list.ts';
import { ANY_NAME, readHeaderLine } from './header-line.ts';
import type { HeaderName } from './header-name.ts';
import type { RequestHead } from './request-head.ts';
import { parseRequestLine, type RequestLine } from './request-line.ts';

/** What is kept of a head. */
export interface KeptOfHead {
  /** Whether the target keeps its query. */
  readonly query: boolean;
  /** Whether it keeps the lines of that name. */
  header(name: HeaderName): boolean;
}

/** A part of a request's head, kept as one text for as long as a tunnel may last, and read again when somebody asks for it. */
export class PackedHead implements RequestHead {
  // Its body is over.
  readonly contentLength = undefined;
  readonly chunked = false;
  readonly length: number;
  readonly #text: string;
  #line: RequestLine | undefined;
  #headers: HeaderList | undefined;

  constructor(head: RequestHead, kept: KeptOfHead) {
    const line = kept.query ? head.line : head.line.replace(/\?[^ ]*/, '');
    this.length = head.length;
    this.#text = copyText(`${line}\r\n${head.headers.write((name) => !kept.header(name))}`);
  }

  get #requestLine(): RequestLine {
    return (this.#line ??= parseRequestLine(this.#text.slice(0, this.#text.indexOf('\r\n'))));
  }

  get headers(): HeaderList {
    return (this.#headers ??= readHeaders(this.#text));
  }

  get method(): string {
    return this.#requestLine.method;
  }

  get line(): string {
    return this.#requestLine.line;
  }

  get target(): string {
    return this.#requestLine.target;
  }

  get authority(): string | undefined {
    return this.#requestLine.authority;
  }

  get version(): 9 | 10 | 11 {
    return this.#requestLine.version;
  }
}

function readHeaders(text: string): HeaderList {
  const headers = new HeaderList();
  for (const line of text.split('\r\n').slice(1, -1)) readHeaderLine(line, 0, line.length, ANY_NAME, headers);
  return headers;
}
