import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A socket for a TLS client that sends byte by byte; and, if asked to, clear text behind the first thing it sends. */
export class SlowSocket extends Duplex {
  readonly #socket: Socket;
  #behind: string;

  constructor(socket: Socket, behind = '') {
    super();
    this.#socket = socket;
    this.#behind = behind;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.push(chunk)).on('end', () => this.push(null));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const bytes = this.#behind === '' ? chunk : Buffer.concat([chunk, Buffer.from(this.#behind)]);
    this.#behind = '';
    this.#send(bytes, 0, done);
  }

  #send(bytes: Buffer, offset: number, done: () => void): void {
    if (offset === bytes.length) done();
    else this.#socket.write(bytes.subarray(offset, offset + 1), () => this.#send(bytes, offset + 1, done));
  }

  override _read(): void {
    // What comes is pushed as it comes.
  }
}

/** A socket for a TLS client that says its hello and never gets to hear the answer. */
export class OneWaySocket extends Duplex {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _read(): void {
    // Nothing comes.
  }
}
