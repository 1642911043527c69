import { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/**
 * The TCP (or unix) socket under an accepted TLS socket. Node has no public way to it, but has kept it in this property since there is `TLSSocket`;
 * undefined where there is none, which is so for a connection of our own to a backend.
 */
export function parentSocket(socket: TLSSocket): Socket | undefined {
  const parent = (socket as unknown as { readonly _parent?: unknown })._parent;
  return parent instanceof Socket ? parent : undefined;
}
