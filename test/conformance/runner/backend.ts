import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Case } from './case.ts';
import type { Clock } from './clock.ts';
import { Connection } from './connection.ts';
import { runScript } from './script.ts';
import { tlsServer } from './tls.ts';

/** A backend that follows a case's scripts. */
export interface Backend extends AsyncDisposable {
  /** As `proxy_pass` and `server` take it. */
  readonly address: string;
  readonly port: number;
  /** All there ever were, oldest first. */
  readonly connections: readonly Connection[];
  closeConnections(): void;
}

export interface BackendOptions {
  readonly clock: Clock;
  readonly tls?: boolean;
  /** A unix socket instead of a port of 127.0.0.1. */
  readonly path?: string | undefined;
}

/** @param scripts - gives one for each connection, the last for all that follow; without any, connections are left alone */
export async function startBackend(
  scripts: () => Case['backend'],
  { clock, tls, path }: BackendOptions,
): Promise<Backend> {
  const connections: Connection[] = [];
  const sockets = new Set<Socket>();
  const accept = async (socket: Socket): Promise<void> => {
    // A connection whose handshake fails never was one.
    const connection = tls ? await tlsServer(socket, clock).catch(() => undefined) : new Connection(socket, clock);
    if (connection === undefined) return;
    const all = scripts();
    const script = all[Math.min(connections.length, all.length - 1)] ?? [];
    connections.push(connection);
    await runScript(script, connection);
  };
  // So small a mark makes `pause` stop reading at the next chunk.
  const server = createServer({ allowHalfOpen: true, noDelay: true, highWaterMark: 1 }, (socket) => {
    sockets.add(socket);
    void accept(socket);
  });
  server.listen(path === undefined ? { port: 0, host: '127.0.0.1' } : { path });
  await once(server, 'listening');
  const closeConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const port = path === undefined ? (server.address() as AddressInfo).port : 0;
  return {
    address: path === undefined ? `127.0.0.1:${port}` : `unix:${path}`,
    port,
    connections,
    closeConnections,
    [Symbol.asyncDispose]: async () => {
      closeConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
