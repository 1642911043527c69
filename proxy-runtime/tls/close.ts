import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isTlsSocket } from './is-tls-socket.ts';
import { parentSocket } from './parent-socket.ts';

/**
 * Closes a TLS socket at once, with close_notify in front of FIN where nothing that was written is still here. Whoever does not take what was written
 * gets none, which is nginx's quiet shutdown. The other side's close_notify is not waited for.
 */
export function closeTls(socket: TLSSocket): void {
  // During the handshake there is nothing yet that could be ended.
  if (!socket.destroyed && socket.writableLength === 0 && socket.getFinished() !== undefined) socket.end();
  socket.destroy();
}

/** Closes with RST where there is such a thing: not on a unix socket. */
export function resetSocket(socket: Socket): void {
  // Node refuses to reset a TLS socket, and takes it along when what is below it goes.
  const tcp = isTlsSocket(socket) ? parentSocket(socket) : socket;
  if (tcp?.remotePort === undefined) socket.destroy();
  else tcp.resetAndDestroy();
}
