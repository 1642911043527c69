import type { Server } from 'node:net';
import type { ListeningHandle, TcpBinding, TcpHandle } from './binding.ts';
import { threadEpoll } from './epoll.ts';

/** libuv accepts one connection in a turn of the event loop, and all that wait for it cost each of them a turn. */
const ACCEPTED_PER_TURN = 8;

/** @returns false to leave the connection to the server, which makes a socket of it */
type Accept = (handle: TcpHandle) => boolean;

/**
 * Takes a listening server's connections as handles, before a socket is made of them.
 *
 * @returns false where the server has no such handle: nothing is changed then
 */
export function takeHandles(binding: TcpBinding, server: Server, accept: Accept): boolean {
  const listening = handleOf(server);
  if (listening === undefined) return false;
  const { onconnection } = listening;
  listening.onconnection = function (error, client) {
    if (error !== 0 || !accept(client)) {
      onconnection.call(this, error, client);
      return;
    }
    for (let others = ACCEPTED_PER_TURN - 1; others > 0; others--) {
      const other = acceptOther(binding, this);
      if (other === undefined) return;
      if (!accept(other)) onconnection.call(this, 0, other);
    }
  };
  return true;
}

/**
 * Takes another connection that waits already.
 *
 * @returns undefined where there is none, or the system gives none because there are too many open files: libuv meets that in the next turn,
 * and tells of it
 */
function acceptOther(binding: TcpBinding, listening: ListeningHandle): TcpHandle | undefined {
  // Whoever took the one before may have closed it.
  const { fd } = listening;
  const calls = fd < 0 ? undefined : threadEpoll()?.calls;
  const accepted = calls?.accept(fd) ?? -1;
  if (calls === undefined || accepted < 0) return undefined;
  const handle = binding.newSocket();
  if (handle.open(accepted) === 0) return handle;
  calls.close(accepted);
  handle.close();
  return undefined;
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
