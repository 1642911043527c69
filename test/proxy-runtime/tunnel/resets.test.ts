import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { threadEpoll } from '../../../proxy-runtime/net/tcp/epoll.ts';
import { eventually } from '../../support/eventually.ts';
import { answering, startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import {
  GET,
  ok,
  startTestProxy,
  SWITCHING,
  UPGRADE_REQUEST,
  upstreamConfig,
  type TestProxy,
} from '../../support/test-proxy.ts';

const MUCH = Buffer.alloc(8_000_000);

interface Pair {
  readonly client: RawSocket;
  readonly upstream: RawSocket | undefined;
}

/** How a connection gets into a state, in which one side or the other then sends RST. */
type Reach = (client: RawSocket, backend: () => Promise<RawSocket>) => Promise<RawSocket | undefined>;

async function withTunnel(client: RawSocket, backend: () => Promise<RawSocket>): Promise<RawSocket> {
  client.write(UPGRADE_REQUEST);
  const upstream = await backend();
  await upstream.request();
  upstream.write(SWITCHING);
  await client.response();
  return upstream;
}

const STATES: Readonly<Record<string, Reach>> = {
  'before the first byte': () => Promise.resolve(undefined),
  'in the head': (client) => (client.write('GET / HT'), Promise.resolve(undefined)),
  'in the body': (client) => (
    client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf'),
    Promise.resolve(undefined)
  ),
  'while the backend is asked': async (client, backend) => (client.write(UPGRADE_REQUEST), backend()),
  "in the answer's head": async (client, backend) => {
    client.write(UPGRADE_REQUEST);
    const upstream = await backend();
    upstream.write(SWITCHING.slice(0, 30));
    return upstream;
  },
  "in the answer's body": async (client, backend) => {
    client.write(GET);
    const upstream = await backend();
    upstream.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
    return upstream;
  },
  'between two requests': async (client, backend) => {
    client.write(GET);
    const upstream = await backend();
    await upstream.request();
    upstream.write(ok(''));
    await client.response();
    return upstream;
  },
  'with an early 101': async (client, backend) => {
    client.write(`${UPGRADE_REQUEST}early`);
    const upstream = await backend();
    upstream.write(`${SWITCHING}early`);
    return upstream;
  },
  'in a tunnel': withTunnel,
  'in a tunnel whose client is stuck': async (client, backend) => {
    const upstream = await withTunnel(client, backend);
    client.pause();
    upstream.write(MUCH);
    return upstream;
  },
  'in a tunnel whose backend is stuck': async (client, backend) => {
    const upstream = await withTunnel(client, backend);
    upstream.pause();
    client.write(MUCH);
    return upstream;
  },
  'in a tunnel both sides of which are stuck': async (client, backend) => {
    const upstream = await withTunnel(client, backend);
    upstream.pause();
    client.pause();
    client.write(MUCH);
    upstream.write(MUCH);
    return upstream;
  },
  'behind the FIN of the other side': async (client, backend) => {
    const upstream = await withTunnel(client, backend);
    upstream.pause();
    client.write(MUCH);
    client.finish();
    return upstream;
  },
};

const ACTS: Readonly<Record<string, (pair: Pair) => void>> = {
  client: ({ client }) => client.reset(),
  backend: ({ upstream }) => upstream?.reset(),
  'both sides': ({ client, upstream }) => {
    client.reset();
    upstream?.reset();
  },
};

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('RST', () => {
  for (const [state, reach] of Object.entries(STATES)) {
    for (const [who, act] of Object.entries(ACTS)) {
      test(`of the ${who} ${state}: nothing is left of it, and the proxy lives on`, async () => {
        await using backend = await startRawBackend();
        await using proxy = await startTestProxy(upstreamConfig([backend]));
        // It is opened once, and stays.
        threadEpoll();
        const before = openFiles();
        for (let round = 0; round < 2; round++) await once(proxy, backend, reach, act);
        await eventually(
          'no connection',
          () => proxy.proxy.connections === 0 && proxy.proxy.tunnels === 0,
          () => proxy.accessLines,
        );
        await answers(backend, proxy);
        for (const { socket } of backend.connections) socket.destroy();
        await eventually(
          'the open files of before',
          () => openFiles() <= before,
          () => ({ before, now: openFiles() }),
        );
      });
    }
  }
});

async function once(proxy: TestProxy, backend: RawBackend, reach: Reach, act: (pair: Pair) => void): Promise<void> {
  const index = backend.connections.length;
  using client = await proxy.connect();
  const upstream = await reach(client, () => backend.connection(index));
  await delay(10);
  act({ client, upstream });
  await delay(10);
  // A side that is stuck goes away in the end, as in life.
  client.reset();
  upstream?.reset();
}

/** The proxy still serves. */
async function answers(backend: RawBackend, proxy: TestProxy): Promise<void> {
  using client = await proxy.connect();
  const index = backend.connections.length;
  client.write(GET);
  answering(() => ok('alive'))(await backend.connection(index));
  assert.equal((await client.response()).body.toString(), 'alive');
}
