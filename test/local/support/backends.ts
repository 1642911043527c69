import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';

/** A backend that answers requests with what it got, and echoes WebSocket messages with its name before them. */
export interface EchoBackend extends AsyncDisposable {
  readonly url: string;
  /** Open WebSockets. */
  readonly sockets: ReadonlySet<WebSocket>;
}

/** What an echo backend says of a request. */
export interface EchoedRequest {
  readonly backend: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends a GET on a connection of its own: one that is kept alive is closed by a reload, which a request may meet.
 *
 * @returns what an echo backend says of it
 */
export async function getEcho(url: string): Promise<EchoedRequest> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  return (await json(response)) as EchoedRequest;
}

export async function startEchoBackend(name: string): Promise<EchoBackend> {
  const describe = ({ url, headers }: IncomingMessage): string => JSON.stringify({ backend: name, url, headers });
  const server = createServer((request, response) => {
    response.setHeader('Server', 'echo').end(describe(request));
  });
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      socket.send(`${name}: ${data.toString()}`);
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets: webSockets.clients,
    [Symbol.asyncDispose]: async () => {
      for (const socket of webSockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** An open WebSocket; `await using` cuts it. */
export interface Client extends AsyncDisposable {
  /** Sends a message and gives the answer. */
  ask(message: string): Promise<string>;
  /** Its close code, once it is closed; 1006 is a connection that just ended. */
  readonly closed: Promise<number>;
  close(): void;
}

export async function openWebSocket(url: string): Promise<Client> {
  const socket = new WebSocket(url);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return {
    ask: async (message) => {
      const answer = once(socket, 'message').then(([data]) => String(data));
      const lost = closed.then((code): never => {
        throw new Error(`closed with ${code} before there was an answer`);
      });
      socket.send(message);
      return Promise.race([answer, lost]);
    },
    closed,
    close: () => {
      socket.close();
    },
    [Symbol.asyncDispose]: async () => {
      socket.terminate();
      await closed;
    },
  };
}
