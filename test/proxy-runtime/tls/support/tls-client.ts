import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { RawSocket } from '../../../support/raw-socket.ts';

/** A TLS client that trusts anybody, half-open as the proxy's own connections are. */
export interface TlsClient extends Disposable {
  readonly socket: TLSSocket;
  readonly raw: RawSocket;
}

/** Connects, and waits for the end of the handshake. @throws what the handshake fails with */
export async function connectTls(port: number, options: ConnectionOptions = {}): Promise<TlsClient> {
  const client = startTls(port, options);
  await once(client.socket, 'secureConnect');
  return client;
}

/** Connects, and does not wait. */
export function startTls(port: number, options: ConnectionOptions = {}): TlsClient {
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: '',
    rejectUnauthorized: false,
    allowHalfOpen: true,
    ...options,
  } as ConnectionOptions);
  const raw = new RawSocket(socket);
  return { socket, raw, [Symbol.dispose]: () => socket.destroy() };
}

/** What the handshake fails with, which it has to. */
export async function handshakeError(port: number, options: ConnectionOptions = {}): Promise<string> {
  using client = startTls(port, options);
  // Awaited here, because the client is gone afterwards.
  return await new Promise((resolve, reject) => {
    client.socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    client.socket.once('secureConnect', () => reject(new Error('the handshake succeeded')));
  });
}
