import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { ClientSocket, NEXT_OWNERS } from '../../../proxy-runtime/exchange/client-socket.ts';
import { NOBODY, type ChannelOwner } from '../../../proxy-runtime/net/channel.ts';
import { SocketChannel } from '../../../proxy-runtime/net/socket-channel.ts';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import { GET, ok, seedConfig, startTestProxy, SWITCHING, UPGRADE_REQUEST } from '../../support/test-proxy.ts';

const LARGE = 'x'.repeat(8_000_000);
const GET_LARGE = 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n';
const CLOSE = 'Host: a\r\nConnection: close\r\n\r\n';
const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n${body}`;

const TABLE = Object.entries(NEXT_OWNERS).flatMap(([owner, next]) => next.map((each) => `${owner} → ${each}`));

/** Answers so that the end of the response comes alone, when the client has its beginning. */
async function answerInPieces(backend: RawSocket, client: RawSocket): Promise<void> {
  backend.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbe');
  await eventually('the beginning', () => client.text.endsWith('be'));
  backend.write('st');
  await client.response();
}

type Method = (this: ClientSocket, ...args: unknown[]) => void;

/** Notes each step from one owner to another, of all sockets of this process. */
function watchSteps(): Set<string> {
  const steps = new Set<string>();
  const prototype = ClientSocket.prototype;
  for (const name of ['giveTo', 'relayTo'] as const) {
    const original = Object.getOwnPropertyDescriptor(prototype, name)?.value as Method;
    Object.defineProperty(prototype, name, {
      value(this: ClientSocket, ...args: unknown[]) {
        const before = this.owner;
        original.apply(this, args);
        if (this.owner !== before) steps.add(`${before} → ${this.owner}`);
      },
    });
  }
  return steps;
}

test("real clients take every step of the table of a client's socket, and no other", async () => {
  const steps = watchSteps();
  await using backend = await startRawBackend();
  const config = seedConfig(backend, { proxyRequestBuffering: 'off' });
  const own = { '/own': { return: { code: 200, text: 'own' } }, '/large': { return: { code: 200, text: LARGE } } };
  const servers = config.servers.map((server) => ({ ...server, locations: { ...server.locations, ...own } }));
  await using proxy = await startTestProxy({ ...config, servers, lingeringTimeout: '100ms' });
  const taken = (step: string): Promise<unknown> =>
    eventually(
      step,
      () => steps.has(step),
      () => [...steps],
    );

  // An answer of the proxy's own, and one of a backend's with a body in the request; both leave the connection open.
  using kept = await proxy.connect();
  kept.write('GET /own HTTP/1.1\r\nHost: a\r\n\r\n');
  await kept.response();
  kept.write(post('/', '0123456789'));
  const first = await backend.connection(0);
  await first.request();
  await answerInPieces(first, kept);
  await taken('relay → connection');

  // A backend that answers before it has the body, whose rest is dropped before the next request.
  kept.write(post('/', '01234'));
  const early = await backend.connection(1);
  await eventually('half of the body', () => early.text.endsWith('01234'));
  await answerInPieces(early, kept);
  await taken('relay → body');
  kept.write('56789');

  // One whose rest never comes.
  using stopped = await proxy.connect();
  stopped.write(post('/own', '01234'));
  await stopped.response();
  await taken('body → lingering');

  // Clients that take a large answer late, one of them with a body still to come.
  for (const request of [GET_LARGE, `GET /large HTTP/1.1\r\n${CLOSE}`]) {
    using late = await proxy.connect();
    late.pause();
    late.write(request);
    await taken('waiting → flush');
    late.resume();
    await late.response();
  }
  using lateBody = await proxy.connect();
  lateBody.pause();
  lateBody.write(post('/large', '01234'));
  lateBody.resume();
  await lateBody.response();
  await taken('flush → body');
  lateBody.write('56789');
  await taken('body → flush');
  // An answer that is here at once is written together: its end is reached before it has left.
  using together = await proxy.connect();
  together.write(GET);
  (await backend.connection(2)).write(ok('at once'));
  await together.response();
  await taken('relay → flush');

  // Connections that are closed behind an answer, a tunnel, and a request that is none.
  using closing = await proxy.connect();
  closing.write(`GET / HTTP/1.1\r\n${CLOSE}`);
  await answerInPieces(await backend.connection(3), closing);
  using closingOwn = await proxy.connect();
  closingOwn.write(`GET /own HTTP/1.1\r\n${CLOSE}`);
  await closingOwn.response();
  using tunnel = await proxy.connect();
  tunnel.write(UPGRADE_REQUEST);
  const upstream = await backend.connection(4);
  upstream.write(SWITCHING);
  await tunnel.response();
  upstream.socket.end();
  using bad = await proxy.connect();
  bad.write('nonsense\r\n\r\n');
  await bad.response();

  for (const step of TABLE) await taken(step);
  assert.deepEqual([...steps].sort(), [...TABLE].sort());
  assert.deepEqual(
    proxy.errorLines.filter((line) => line.includes('fault')),
    [],
  );
});

class TestSocket extends ClientSocket {
  readonly alerts: string[] = [];

  protected override alert(message: string): void {
    this.alerts.push(message);
  }
}

test('a step that is not in the table ends that connection, as one that broke, with one line', async () => {
  const accepted: Socket[] = [];
  const server = createServer((each) => void accepted.push(each)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  using client = await connectRaw(port);
  const socket = await eventually('the connection', () => accepted[0]);
  const faulty = new TestSocket(new SocketChannel(socket));
  const closed: string[] = [];
  const owner = (name: string): ChannelOwner => ({ ...NOBODY, onClose: () => void closed.push(name) });
  faulty.giveTo('lingering', NOBODY);
  assert.deepEqual(faulty.alerts, []);
  faulty.giveTo('relay', owner('relay'));
  assert.deepEqual(faulty.alerts, [
    'a client\'s socket was given from "lingering" to "relay", which is a fault of the proxy; the connection is closed',
  ]);
  faulty.giveTo('flush', owner('flush'));
  await client.ended();
  await eventually('the end', () => closed.length > 0);
  assert.deepEqual(closed, ['flush'], 'who has it by then hears of it');
  server.close();
});

test('an exchange that is over before such a step takes effect has its line in the access log', async () => {
  const waiting: readonly string[] = NEXT_OWNERS.waiting;
  Object.assign(NEXT_OWNERS, { waiting: waiting.filter((next) => next !== 'relay') });
  try {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { proxyRequestBuffering: 'off' }));
    using client = await proxy.connect();
    client.write(`POST / HTTP/1.1\r\nContent-Length: 10\r\n${CLOSE}01234`);
    // Whoever reads the rest of the body, after the answer, has the socket when the connection ends.
    (await backend.connection(0)).write(ok('at once'));
    await client.ended();
    await eventually('the line', () => proxy.accessLines.length === 1);
    assert.match(proxy.errorLines.join('\n'), /from "waiting" to "relay"/);
  } finally {
    Object.assign(NEXT_OWNERS, { waiting });
  }
});

test("the page of the architecture has the table of a client's socket", () => {
  const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `(\w+)` +\|[^|]+\|[^|]+\| ([^|]*?) +\|$/gm);
  const shown = new Map([...rows].map(([, owner, next = '']) => [owner, next.match(/\w+/g) ?? []]));
  assert.deepEqual([...shown], Object.entries(NEXT_OWNERS));
});
