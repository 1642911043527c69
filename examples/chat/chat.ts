import { createServer, type Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { Room } from './room.ts';

const pingInterval = 30_000;
const maxFrame = 1024 * 1024;
const maxText = 2000;
const goodbyeTime = 5_000;

/** The chat's server. */
export interface Chat {
  readonly server: Server;
  /** Takes nobody in any more, says goodbye to everybody, and is over when the last one has gone. */
  readonly stop: () => void;
}

/** Makes a chat: `GET /` is the page, and a WebSocket to `/chat/ROOM?name=NAME` enters that room. */
export function createChat(page: string): Chat {
  const rooms = new Map<string, Room>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrame });

  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/';
    response.writeHead(found ? 200 : 404, {
      'content-type': found ? 'text/html; charset=utf-8' : 'text/plain',
      'cache-control': 'no-cache',
    });
    response.end(found ? page : 'Not found\n');
  });

  server.on('upgrade', (request, socket, head) => {
    const url = URL.parse(request.url ?? '/', 'http://chat');
    const roomName = /^\/chat\/([\w-]{1,32})$/.exec(url?.pathname ?? '')?.[1];
    if (roomName === undefined) {
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const name = url?.searchParams.get('name')?.trim().slice(0, 24) ?? '';
    sockets.handleUpgrade(request, socket, head, (client) => {
      const room = rooms.get(roomName) ?? new Room();
      rooms.set(roomName, room);
      seat(client, room, name === '' ? 'Guest' : name);
      client.once('close', () => {
        if (room.empty) rooms.delete(roomName);
      });
    });
  });

  function stop(): void {
    server.close();
    for (const client of sockets.clients) client.close(1012, 'The chat is being restarted');
    setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, goodbyeTime).unref();
  }

  return { server, stop };
}

function seat(client: WebSocket, room: Room, name: string): void {
  // ws closes the socket itself after an error, and tells the peer why.
  client.on('error', (error) => {
    console.error(`${name}: ${error.message}`);
  });
  client.on('message', (data: Buffer, isBinary) => {
    if (isBinary) room.show(name, data);
    else room.say(name, data.toString().slice(0, maxText));
  });
  client.once('close', () => {
    room.leave(client);
  });
  room.enter(client, name);
  keepAlive(client);
}

/** Pings tell a quiet client from a dead one, and no hop on the way takes the quiet one for idle. */
function keepAlive(client: WebSocket): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) client.terminate();
    answered = false;
    client.ping();
  }, pingInterval);
  client.on('pong', () => {
    answered = true;
  });
  client.once('close', () => {
    clearInterval(timer);
  });
}
