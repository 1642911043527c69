import { HeaderList } from './header-list.ts';
import type { NormalizedUri } from './uri.ts';

/** A parsed request head. Strings are latin1: one character is one byte. */
export interface RequestHead {
  readonly method: string;
  /** The request line as it came. */
  readonly line: string;
  /** The target as it came, without scheme and authority where it had them. */
  readonly target: string;
  /** The authority of an absolute-form target. */
  readonly authority: string | undefined;
  /** 9 is HTTP/0.9, 10 is HTTP/1.0, 11 is HTTP/1.1 and later minor versions. */
  readonly version: 9 | 10 | 11;
  readonly headers: HeaderList;
  /** Undefined where no body is announced. */
  readonly contentLength: number | undefined;
  readonly chunked: boolean;
  /** How many bytes the head took, without blank lines before it. */
  readonly length: number;
}

/** A head as it was read. */
export interface ReceivedHead extends RequestHead {
  readonly uri: NormalizedUri;
}

/** Where there is no head, or none that was understood. */
export const NO_HEAD: RequestHead = {
  method: '',
  line: '',
  target: '',
  authority: undefined,
  version: 11,
  headers: new HeaderList(),
  contentLength: undefined,
  chunked: false,
  length: 0,
};

/** A request that is answered with an error before it is looked at any further; the connection is then closed. */
export class BadRequest extends Error {
  readonly status: number;
  /** What the error page says, where nginx's wording differs from the status's own reason. */
  readonly title: string | undefined;

  constructor(status: number, message: string, title?: string) {
    super(message);
    this.status = status;
    this.title = title;
  }
}
