import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { normalizeHost } from '../http/host.ts';
import { reportProgress } from '../net/progress.ts';
import type { AcceptedTls } from './accepted-tls.ts';
import { readServerName } from './client-hello.ts';
import type { TlsServer } from './tls-server.ts';

/** One `listen … ssl` address, as far as its handshakes are concerned. */
export interface TlsListen<S> {
  readonly defaultServer: S;
  /** The server that has a name, in lower case; undefined for none. */
  find(name: string): S | undefined;
  tlsOf(server: S): TlsServer;
  /** `client_header_timeout` of the default server in milliseconds: how long the handshake may take, from the first moment on. */
  readonly clientHeaderTimeout: number;
}

/** What becomes of an accepted socket: one of these, once, unless it is closed from here. */
export interface AcceptHandlers<S> {
  /** The socket is idle no more: the client's first byte is there, or it is closed. Called once, before the others. */
  busy?(): void;
  /** TLS is up, with the server the client asked for by name, or the default one. */
  secured(socket: TLSSocket, tls: AcceptedTls, server: S): void;
  /** The client speaks plain HTTP; its first bytes are in the socket again. */
  plain(socket: Socket): void;
  /** The socket is closed, or about to be. @param reason - in the words of nginx's error log, of level `info` */
  failed(reason: string): void;
}

/** A socket that is not handed over yet. */
export interface Accepting {
  /** Whether the client has not sent a byte yet: such a connection is idle, and closed when the proxy drains. */
  readonly idle: boolean;
  /** Closes the socket; no handler is called any more. */
  close(): void;
}

/** Far more than any hello has; beyond it the default server is left to deal with it. */
const MAX_HELLO = 16 * 1024;

/** A fatal unrecognized_name, RFC 6066's answer to a name one will not serve. */
const UNRECOGNIZED_NAME = Buffer.from([0x15, 3, 3, 0, 2, 2, 112]);

/**
 * Takes a socket that was just accepted on a `listen … ssl`: the first byte tells TLS from plain HTTP, the name in the hello whose certificate is shown.
 *
 * Nobody else may listen to or read from the socket before a handler is called.
 */
export function acceptTls<S>(socket: Socket, listen: TlsListen<S>, handlers: AcceptHandlers<S>): Accepting {
  return new Acceptance(socket, listen, handlers);
}

class Acceptance<S> implements Accepting {
  readonly #socket: Socket;
  readonly #listen: TlsListen<S>;
  readonly #handlers: AcceptHandlers<S>;
  readonly #timer: NodeJS.Timeout;
  #bytes: Buffer | undefined;
  #over = false;

  constructor(socket: Socket, listen: TlsListen<S>, handlers: AcceptHandlers<S>) {
    // Stays for good: whatever follows, a socket without such a listener could end the process.
    socket.on('error', () => undefined);
    this.#socket = socket;
    this.#listen = listen;
    this.#handlers = handlers;
    this.#timer = setTimeout(
      () => this.#fail('client timed out (110: Connection timed out) while SSL handshaking'),
      listen.clientHeaderTimeout,
    );
    socket.on('data', this.#onData).on('end', this.#onGone).on('close', this.#onGone);
  }

  get idle(): boolean {
    return this.#bytes === undefined;
  }

  close(): void {
    if (this.#finish()) this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.idle) this.#handlers.busy?.();
    const bytes = this.#bytes === undefined ? chunk : Buffer.concat([this.#bytes, chunk]);
    this.#bytes = bytes;
    if (!isTls(bytes)) {
      this.#plain(bytes);
      return;
    }
    const name = readServerName(bytes) ?? (bytes.length > MAX_HELLO ? '' : undefined);
    if (name !== undefined) this.#handshake(bytes, name);
  };

  readonly #onGone = (): void => {
    this.#fail(
      this.idle
        ? 'client closed connection while SSL handshaking'
        : 'peer closed connection in SSL handshake while SSL handshaking',
    );
  };

  #plain(bytes: Buffer): void {
    this.#putBack(bytes);
    this.#finish();
    this.#handlers.plain(this.#socket);
    this.#socket.resume();
  }

  #handshake(bytes: Buffer, name: string): void {
    reportProgress();
    const { defaultServer } = this.#listen;
    const host = name === '' ? undefined : normalizeHost(name);
    const server = (host === undefined ? undefined : this.#listen.find(host)) ?? defaultServer;
    const tls = this.#listen.tlsOf(server);
    if (tls.settings.rejectHandshake) {
      this.#reject();
      return;
    }
    this.#putBack(bytes);
    (tls.certified ? tls : this.#listen.tlsOf(defaultServer)).handshake(this.#socket, {
      secured: (secured, info) => {
        if (this.#finish()) this.#handlers.secured(secured, info, server);
      },
      failed: (reason) => this.#fail(reason),
    });
  }

  #reject(): void {
    if (!this.#finish()) return;
    this.#socket.end(UNRECOGNIZED_NAME);
    this.#socket.destroySoon();
    this.#handlers.failed('handshake rejected while SSL handshaking');
  }

  #fail(reason: string): void {
    if (!this.#finish()) return;
    this.#socket.destroy();
    this.#handlers.failed(reason);
  }

  /** Leaves the socket as if nothing had been read from it. */
  #putBack(bytes: Buffer): void {
    this.#release();
    this.#socket.pause();
    this.#socket.unshift(bytes);
  }

  #release(): void {
    this.#socket.off('data', this.#onData).off('end', this.#onGone).off('close', this.#onGone);
  }

  /** @returns false when it had been over before */
  #finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    if (this.idle) this.#handlers.busy?.();
    clearTimeout(this.#timer);
    this.#release();
    this.#bytes = undefined;
    return true;
  }
}

/** nginx's rule: a record of TLS, or a hello in SSLv2's form. */
function isTls(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  return first === 0x16 || (first & 0x80) !== 0;
}
