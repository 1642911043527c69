const HANDSHAKE_RECORD = 0x16;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;

/** No record of a handshake is longer, RFC 8446 says. */
const MAX_RECORD = 2 ** 14;

/**
 * The name a client asks for (SNI), read from the first bytes of its connection, before TLS starts: with it the server is chosen, and everything of
 * the handshake is that server's, its tickets and its demand for a client certificate included.
 *
 * @returns undefined when more bytes are needed; '' without a name, and for what can't be read: OpenSSL has the better answers to that
 */
export function readServerName(bytes: Buffer): string | undefined {
  const hello = clientHello(bytes);
  if (hello === undefined || hello === 'unreadable') return hello && '';
  try {
    return serverName(hello);
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}

/** The hello's body, put together from the records it may be spread over. */
function clientHello(bytes: Buffer): Buffer | undefined | 'unreadable' {
  const parts: Buffer[] = [];
  let received = 0;
  let length: number | undefined;
  // Looked at again whenever bytes come, so nothing is copied before all are there.
  for (let offset = 0; offset < bytes.length;) {
    if (bytes[offset] !== HANDSHAKE_RECORD) return 'unreadable';
    if (bytes.length < offset + 5) break;
    const size = bytes.readUInt16BE(offset + 3);
    if (bytes[offset + 1] !== 3 || size === 0 || size > MAX_RECORD) return 'unreadable';
    const part = bytes.subarray(offset + 5, offset + 5 + size);
    if (received === 0 && part.length > 0 && part[0] !== CLIENT_HELLO) return 'unreadable';
    parts.push(part);
    offset += 5 + size;
    received += part.length;
    if (received >= 4) length ??= Buffer.concat(parts, 4).readUIntBE(1, 3);
    if (length !== undefined && received >= 4 + length) return Buffer.concat(parts, 4 + length).subarray(4);
  }
  return undefined;
}

function serverName(hello: Buffer): string {
  const body = new Reader(hello);
  body.skip(2 + 32);
  body.vector(1);
  body.vector(2);
  body.vector(1);
  if (body.empty) return '';
  const extensions = body.vector(2);
  while (!extensions.empty) {
    const type = extensions.number(2);
    const extension = extensions.vector(2);
    if (type !== SERVER_NAME) continue;
    const names = extension.vector(2);
    return names.number(1) === HOST_NAME ? names.vector(2).text() : '';
  }
  return '';
}

/** Reads a structure of TLS from its front. Its methods throw RangeError beyond the end. */
class Reader {
  #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get empty(): boolean {
    return this.#bytes.length === 0;
  }

  number(size: number): number {
    return this.#take(size).readUIntBE(0, size);
  }

  /** What follows its own length of so many bytes. */
  vector(lengthSize: number): Reader {
    return new Reader(this.#take(this.number(lengthSize)));
  }

  skip(length: number): void {
    this.#take(length);
  }

  text(): string {
    return this.#bytes.toString('latin1');
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length) throw new RangeError('the hello ends early');
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }
}
