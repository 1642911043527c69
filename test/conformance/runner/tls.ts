import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { CERTIFICATE, KEY } from '../../proxy-runtime/support/certificate.ts';
import type { Clock } from './clock.ts';
import { Connection } from './connection.ts';

/** A client's connection over TLS; whose certificate it is, is no matter. */
export function tlsClient(socket: Socket, clock: Clock): Promise<Connection> {
  const stream = connect({ socket: withoutFin(socket), rejectUnauthorized: false, servername: 'localhost' });
  return connectionOver(socket, clock, stream, 'secureConnect');
}

/** A backend's connection over TLS. */
export function tlsServer(socket: Socket, clock: Clock): Promise<Connection> {
  const secureContext = createSecureContext({ cert: CERTIFICATE, key: KEY });
  const stream = new TLSSocket(withoutFin(socket), { isServer: true, secureContext });
  return connectionOver(socket, clock, stream, 'secure');
}

async function connectionOver(
  socket: Socket,
  clock: Clock,
  stream: TLSSocket,
  ready: 'secureConnect' | 'secure',
): Promise<Connection> {
  const connection = new Connection(socket, clock, stream);
  socket.on('error', ({ message }) => connection.closed(message));
  // A close_notify before it has ended the stream by the next turn.
  socket.on('end', () => void turn().then(() => connection.closed('fin without close_notify')));
  await new Promise<void>((resolve, reject) => {
    stream.once(ready, resolve);
    stream.once('error', reject);
    socket.once('close', () => reject(new Error('closed in the TLS handshake')));
  });
  return connection;
}

/** The socket as TLS sees it: its FIN is kept back, so that a close_notify alone ends the stream. */
function withoutFin(socket: Socket): Duplex {
  const transport = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!transport.push(chunk)) socket.pause();
  });
  socket.on('close', () => transport.destroy());
  return transport;
}
