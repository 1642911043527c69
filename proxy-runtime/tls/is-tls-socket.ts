import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Tells it without Node's TLS, which is loaded only where it is configured. */
export function isTlsSocket(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}
