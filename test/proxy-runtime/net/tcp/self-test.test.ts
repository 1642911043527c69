import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { WebSocket, WebSocketServer } from 'ws';
import { eventually } from '../../../support/eventually.ts';
import { root } from '../../../support/tools.ts';
import { start } from '../../workers/started-program.ts';

const BROKEN_NODE = pathToFileURL(join(import.meta.dirname, 'broken-node.ts')).href;

/** A WebSocket server that sends everything back. */
async function startEcho(): Promise<{ address: string } & AsyncDisposable> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as { port: number }).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

const LARGE = Buffer.alloc(20_000_000, 'large');

/** What the proxy prints before it listens, in a Node in which this is broken, if it then serves a WebSocket. */
async function servedWith(broken: string, workers = 1): Promise<string[]> {
  await using echo = await startEcho();
  const program = join(root, 'proxy-runtime/program.ts');
  await using proxy = await start(
    (_, json) => [
      ...[`--import=${BROKEN_NODE}?${broken}`, program, '--workers', String(workers), '--config-json', json],
    ],
    echo,
  );
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`);
  await once(socket, 'open');
  const messages = [...Array.from({ length: 8 }, (_, index) => Buffer.from(`message ${index}`)), LARGE];
  const received: Buffer[] = [];
  socket.on('message', (data: Buffer) => received.push(data));
  for (const [index, message] of messages.entries()) {
    socket.send(message);
    await eventually('the echo', () => received.length > index);
  }
  assert.ok(Buffer.concat(received).equals(Buffer.concat(messages)));
  socket.close();
  await once(socket, 'close');
  return proxy.program.output.split('\n').filter((line) => line.includes('loopback'));
}

const HANDLES = "Node's TCP handles failed their test on loopback";
const SOCKETS = 'net.Socket is used instead, at several times the memory';

const cases: Readonly<Record<string, string>> = {
  'lost-bytes': `${HANDLES} (bytes both ways: nothing came): ${SOCKETS}`,
  'other-bytes': `${HANDLES} (bytes both ways: other bytes came): ${SOCKETS}`,
  'never-full': `${HANDLES} (a full buffer: it was never full): ${SOCKETS}`,
  'never-drained': `${HANDLES} (a full buffer: nothing came): ${SOCKETS}`,
  'no-half-close': `${HANDLES} (a half-close: nothing came): ${SOCKETS}`,
  'no-reset': `${HANDLES} (a reset: nothing came): ${SOCKETS}`,
  'no-connection': `${HANDLES} (a connection: nothing came): ${SOCKETS}`,
  'no-loopback': `${HANDLES} (a connection: listen EADDRNOTAVAIL: address not available 127.0.0.1): ${SOCKETS}`,
  'ffi-loses-bytes':
    "system calls by node:ffi failed their test on loopback (bytes both ways: nothing came): Node's TCP handles are used instead",
};

describe("the test of Node's private interfaces when the proxy starts", () => {
  test('says nothing in the Node of the container', async () => {
    assert.deepEqual(await servedWith('nothing'), []);
  });

  for (const [broken, line] of Object.entries(cases)) {
    test(`tells, once, of a Node with ${broken}; WebSockets are served`, async () => {
      const [told = '', ...more] = await servedWith(broken);
      assert.equal(told.replace(/^\S+ /, ''), line);
      assert.deepEqual(more, []);
    });
  }

  test('holds for all workers', async () => {
    const lines = await servedWith('no-half-close', 2);
    assert.equal(lines.length, 1);
  });
});
