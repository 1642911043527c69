import type { Server } from 'node:net';
import type { ListeningHandle, TcpHandle } from './binding.ts';

/**
 * Takes a listening server's connections as handles, before a socket is made of them.
 *
 * @param accept - false leaves the connection to the server, which makes a socket of it
 * @returns false where the server has no such handle: nothing is changed then
 */
export function takeHandles(server: Server, accept: (handle: TcpHandle) => boolean): boolean {
  const listening = handleOf(server);
  if (listening === undefined) return false;
  const { onconnection } = listening;
  listening.onconnection = function (error, client) {
    if (error !== 0 || !accept(client)) onconnection.call(this, error, client);
  };
  return true;
}

/**
 * Sets options of a listening socket that Linux gives to those it accepts, which then cost no system call each.
 *
 * @param keepAliveDelay - seconds before the first TCP keep-alive probe; undefined for none
 */
export function setInherited(server: Server, keepAliveDelay: number | undefined): void {
  const listening = handleOf(server);
  listening?.setNoDelay(true);
  listening?.setKeepAlive(keepAliveDelay !== undefined, keepAliveDelay ?? 0);
}

function handleOf(server: Server): ListeningHandle | undefined {
  const handle = (server as unknown as { _handle?: Partial<ListeningHandle> | null })._handle;
  const names = ['onconnection', 'setNoDelay', 'setKeepAlive'] as const;
  return names.every((name) => typeof handle?.[name] === 'function') ? (handle as ListeningHandle) : undefined;
}
