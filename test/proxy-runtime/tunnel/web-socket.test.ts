import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { startTestProxy, upstreamConfig, type TestProxy } from '../../support/test-proxy.ts';

interface Echo extends AsyncDisposable {
  readonly address: string;
}

/** A WebSocket server that sends everything back, compressed where the client can. */
async function startEcho(): Promise<Echo> {
  const http = createServer((_, response) => void response.end('plain'));
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: { threshold: 0 },
    handleProtocols: (protocols) => [...protocols].at(-1) ?? false,
  });
  server.on('connection', (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
    socket.on('close', (code, reason) => closes.push([code, reason.toString()]));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    address: `127.0.0.1:${(http.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

let closes: [number, string][] = [];

async function connect(proxy: TestProxy, protocols: string[] = []): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/chat?token=secret`, protocols, {
    perMessageDeflate: { threshold: 0 },
  });
  await once(socket, 'open');
  return socket;
}

async function echoed(socket: WebSocket, data: string | Buffer): Promise<readonly [Buffer, boolean]> {
  socket.send(data);
  const [received, binary] = (await once(socket, 'message')) as [RawData, boolean];
  assert.ok(Buffer.isBuffer(received));
  return [received, binary];
}

describe('a real WebSocket', () => {
  test('goes through: text, binary, large and compressed messages, pings, the close handshake', async () => {
    closes = [];
    await using echo = await startEcho();
    await using proxy = await startTestProxy(upstreamConfig([echo]));
    const socket = await connect(proxy, ['one', 'two']);
    assert.equal(socket.protocol, 'two');
    assert.match(socket.extensions, /permessage-deflate/);
    assert.deepEqual(await echoed(socket, 'héllo'), [Buffer.from('héllo'), false]);
    const binary = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    assert.deepEqual(await echoed(socket, binary), [binary, true]);
    const large = Buffer.alloc(1_000_000, 'large ');
    assert.ok((await echoed(socket, large))[0].equals(large));
    socket.ping('still there?');
    const [pong] = (await once(socket, 'pong')) as [Buffer];
    assert.equal(pong.toString(), 'still there?');
    socket.close(4321, 'enough');
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    assert.deepEqual([code, reason.toString()], [4321, 'enough']);
    await eventually('the close of the other end', () => closes.length > 0);
    assert.deepEqual(closes, [[4321, 'enough']]);
    const { status, uri } = await proxy.access(0);
    assert.deepEqual([status, uri], [101, '/chat']);
  });

  test('of which there are fifty, each hears its own echo', async () => {
    await using echo = await startEcho();
    await using proxy = await startTestProxy(upstreamConfig([echo]));
    const sockets = await Promise.all(Array.from({ length: 50 }, () => connect(proxy)));
    for (let round = 0; round < 10; round++) {
      const heard = await Promise.all(sockets.map((socket, index) => echoed(socket, `${index}/${round} `.repeat(100))));
      for (const [index, [data]] of heard.entries()) assert.equal(data.toString(), `${index}/${round} `.repeat(100));
    }
    for (const socket of sockets) socket.terminate();
  });

  test('that the server refuses is told why', async () => {
    const http = createServer((_, response) => void response.writeHead(401, { 'WWW-Authenticate': 'x' }).end('no'));
    http.on('upgrade', (_, socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno'));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    await using proxy = await startTestProxy(
      upstreamConfig([{ address: `127.0.0.1:${(http.address() as AddressInfo).port}` }]),
    );
    const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`);
    const [error] = (await once(socket, 'error')) as [Error];
    assert.equal(error.message, 'Unexpected server response: 401');
    http.closeAllConnections();
    http.close();
  });
});
