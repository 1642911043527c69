import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { eventually } from './eventually.ts';
import { RawSocket } from './raw-socket.ts';

/** A backend whose every byte is the test's own: it accepts connections, and says nothing unless the test does. */
export interface RawBackend extends AsyncDisposable {
  readonly port: number;
  readonly address: string;
  /** All connections there ever were, oldest first. */
  readonly connections: readonly RawSocket[];
  /** The connection of that number (the first is 0), once it is there. */
  connection(index: number): Promise<RawSocket>;
  close(): Promise<void>;
}

/** @param onConnection - talks on a new connection, where the test does not want to do it step by step */
export async function startRawBackend(
  onConnection: (connection: RawSocket) => void = () => undefined,
): Promise<RawBackend> {
  const connections: RawSocket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = new RawSocket(socket);
    connections.push(connection);
    onConnection(connection);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => closeServer(server, connections);
  return {
    port,
    address: `127.0.0.1:${port}`,
    connections,
    connection: (index) =>
      eventually(
        `connection ${index} to the backend`,
        () => connections[index],
        () => `${connections.length} connections`,
      ),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function closeServer(server: Server, connections: readonly RawSocket[]): Promise<void> {
  for (const { socket } of connections) socket.destroy();
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}

/** Answers every request on a connection with what `answer` gives; the answer is written as it is. */
export function answering(answer: (request: string) => string): (connection: RawSocket) => void {
  return (connection) => {
    connection.socket.on('data', () => {
      for (;;) {
        const end = connection.received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = connection.received.toString('latin1', 0, end);
        const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
        if (connection.received.length < end + 4 + length) return;
        connection.cut(end + 4 + length);
        connection.write(answer(head));
      }
    });
  };
}
