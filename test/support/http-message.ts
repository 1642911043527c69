/** An HTTP message as it came over the wire: nothing is folded, sorted or renamed. */
export interface RawMessage {
  /** Request or status line. */
  readonly line: string;
  /** Header lines, `Name: value`. */
  readonly headers: readonly string[];
  /** The body, chunks already put together. */
  readonly body: Buffer;
  /** Whether the body was chunked. */
  readonly chunked: boolean;
  /** The values of all lines of that name, in any case. */
  readonly all: (name: string) => readonly string[];
  /** The value of the only line of that name; undefined when there is none. */
  readonly get: (name: string) => string | undefined;
}

export interface Framing {
  /** No body follows, whatever the head says: the answer to HEAD. */
  readonly bodiless?: boolean;
  /** A body without length ends with the connection: true for responses. */
  readonly untilEnd?: boolean;
  /** Whether the connection is over. */
  readonly ended: boolean;
}

/** Reads one message off the front of `bytes`; undefined while it is incomplete. */
export function readMessage(bytes: Buffer, framing: Framing): { message: RawMessage; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...headers] = bytes.toString('latin1', 0, end).split('\r\n');
  const all = (name: string): string[] =>
    headers
      .filter((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((each) => each.slice(name.length + 1).trim());
  const get = (name: string): string | undefined => {
    const values = all(name);
    if (values.length > 1) throw new Error(`${values.length} lines ${name}: ${values.join(' | ')}`);
    return values[0];
  };
  const status = /^HTTP\/1\.\d (\d{3})/.exec(line)?.[1];
  const bodiless = framing.bodiless === true || /^(1..|204|304)$/.test(status ?? '');
  const chunked = get('Transfer-Encoding') === 'chunked';
  const from = end + 4;
  const body = bodiless ? { body: Buffer.alloc(0), length: 0 } : readBody(bytes.subarray(from), get, framing);
  if (body === undefined) return undefined;
  return { message: { line, headers, body: body.body, chunked, all, get }, length: from + body.length };
}

function readBody(
  bytes: Buffer,
  get: (name: string) => string | undefined,
  framing: Framing,
): { body: Buffer; length: number } | undefined {
  if (get('Transfer-Encoding') === 'chunked') return readChunked(bytes);
  const stated = get('Content-Length');
  if (stated !== undefined) {
    const length = Number(stated);
    return bytes.length < length ? undefined : { body: bytes.subarray(0, length), length };
  }
  if (framing.untilEnd !== true) return { body: Buffer.alloc(0), length: 0 };
  return framing.ended ? { body: bytes, length: bytes.length } : undefined;
}

function readChunked(bytes: Buffer): { body: Buffer; length: number } | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const text = bytes.toString('latin1', at, end);
    if (!/^[0-9a-f]+$/.test(text)) throw new Error(`bad chunk size ${JSON.stringify(text)}`);
    const size = Number.parseInt(text, 16);
    const after = end + 2 + size;
    if (bytes.length < after + 2) return undefined;
    if (bytes.toString('latin1', after, after + 2) !== '\r\n') throw new Error('no line end behind a chunk');
    if (size === 0) return { body: Buffer.concat(pieces), length: after + 2 };
    pieces.push(bytes.subarray(end + 2, after));
    at = after + 2;
  }
}
