import { tcpBinding, type TcpBinding } from './binding.ts';

/**
 * What plain TCP connections are made of: Node's own handles, past which system calls go where bytes are relayed; handles alone; or
 * sockets of `net`.
 */
export type FastPath = 'system calls' | 'handles' | 'none';

let path: FastPath = 'system calls';

/** Has this thread's connections made of no more than this, from now on. Where Node has less, it is less. */
export function useFastPath(proven: FastPath): void {
  path = proven;
}

/** See {@link useFastPath}. */
export function fastPath(): FastPath {
  return path;
}

/** Node's private interface, where connections are made of it. */
export function usedBinding(): TcpBinding | undefined {
  return path === 'none' ? undefined : tcpBinding;
}
