import type { Server } from 'node:net';
import type { ListeningHandle, TcpHandle } from './binding.ts';

/**
 * Takes a listening server's connections as handles, before a socket is made of them.
 *
 * @param accept - false leaves the connection to the server, which makes a socket of it
 * @returns false where the server has no such handle: nothing is changed then
 */
export function takeHandles(server: Server, accept: (handle: TcpHandle) => boolean): boolean {
  const listening = (server as unknown as { _handle?: ListeningHandle | null })._handle;
  const { onconnection } = listening ?? {};
  if (listening == null || typeof onconnection !== 'function') return false;
  listening.onconnection = function (error, client) {
    if (error !== 0 || !accept(client)) onconnection.call(this, error, client);
  };
  return true;
}
