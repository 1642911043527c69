import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { UpstreamConfig } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { answering, startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import {
  GET,
  ok,
  seedConfig,
  startTestProxy,
  SWITCHING,
  UPGRADE_REQUEST,
  type TestProxy,
} from '../../support/test-proxy.ts';

function start(backend: RawBackend, upstream: Partial<UpstreamConfig> = {}, location = {}): Promise<TestProxy> {
  const servers = [{ address: backend.address }];
  return startTestProxy(
    seedConfig({ address: 'backends' }, location, { upstreams: { backends: { servers, ...upstream } } }),
  );
}

/** Asks `times` times, each time on a connection of its own. */
async function ask(proxy: TestProxy, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    using client = await proxy.connect();
    client.write(GET);
    await client.response();
  }
}

const good = (): string => ok('good');

describe("a backend's connection", () => {
  test('is used again, by other clients, too', async () => {
    await using backend = await startRawBackend(answering(good));
    await using proxy = await start(backend);
    await ask(proxy, 10);
    assert.equal(backend.connections.length, 1);
  });

  test('is used again after every kind of answer that leaves it clean', async () => {
    const answers = [
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nTrailer: x\r\n\r\n',
      'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi',
      'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n',
    ];
    await using backend = await startRawBackend(answering(() => answers.shift() ?? ''));
    await using proxy = await start(backend);
    await ask(proxy, 5);
    assert.equal(backend.connections.length, 1);
  });

  const dirty: readonly (readonly [string, string])[] = [
    ['more than the answer', `${ok('hi')}x`],
    ['Connection: close', ok('hi', 'Connection: close\r\n')],
    ['HTTP/1.0', ok('hi').replace('1.1', '1.0')],
    ['a body to a 204', 'HTTP/1.1 204 X\r\n\r\nbody'],
    ['an answer behind the answer', ok('hi') + ok('evil')],
  ];
  for (const [what, answer] of dirty) {
    test(`is not used again after ${what}`, async () => {
      await using backend = await startRawBackend(answering(() => answer));
      await using proxy = await start(backend);
      using client = await proxy.connect();
      for (let i = 1; i <= 3; i++) {
        client.write(GET);
        assert.match((await client.response()).body.toString(), /^(hi)?$/);
        const used = backend.connections.at(-1);
        await eventually('its end', () => used?.end);
        assert.equal(backend.connections.length, i);
      }
    });
  }

  test('is not used again when the configuration asks the backend to close it', async () => {
    await using backend = await startRawBackend(answering(good));
    await using proxy = await start(backend, {}, { proxySetHeader: { Connection: 'close' } });
    await ask(proxy, 2);
    assert.equal(backend.connections.length, 2);
  });

  test('is not kept without an upstream block, nor with keepalive 0', async () => {
    await using backend = await startRawBackend(answering(good));
    await using plain = await startTestProxy(seedConfig(backend));
    await ask(plain, 2);
    await using none = await start(backend, { keepalive: 0 });
    await ask(none, 2);
    assert.equal(backend.connections.length, 4);
  });

  test('is closed when it was idle for keepaliveTimeout', async () => {
    await using backend = await startRawBackend(answering(good));
    await using proxy = await start(backend, { keepaliveTimeout: '200ms' });
    await ask(proxy, 1);
    assert.equal(await (await backend.connection(0)).ended(), 'fin');
  });

  test('carries keepaliveRequests requests, for keepaliveTime', async () => {
    await using backend = await startRawBackend(answering(good));
    await using counted = await start(backend, { keepaliveRequests: 2 });
    await ask(counted, 4);
    assert.equal(backend.connections.length, 2);
    await using timed = await start(backend, { keepaliveTime: '20ms' });
    await ask(timed, 1);
    await delay(50);
    // The second time is its last: it was too old when it came back.
    await ask(timed, 2);
    assert.equal(backend.connections.length, 4);
  });

  test('is closed when there are more idle ones than keepalive', async () => {
    await using backend = await startRawBackend();
    await using proxy = await start(backend, { keepalive: 2 });
    const clients = await Promise.all(Array.from({ length: 5 }, () => proxy.connect()));
    for (const client of clients) client.write(GET);
    const upstreams = await Promise.all(clients.map((_, index) => backend.connection(index)));
    for (const upstream of upstreams) {
      await upstream.request();
      upstream.write(ok('x'));
    }
    for (const client of clients) await client.response();
    await eventually('three ends', () => upstreams.filter(({ end }) => end !== undefined).length === 3);
    for (const client of clients) client[Symbol.dispose]();
  });

  test('that says something while it is idle is closed', async () => {
    await using backend = await startRawBackend(answering(good));
    await using proxy = await start(backend);
    await ask(proxy, 1);
    const idle = await backend.connection(0);
    idle.write(ok('poison'));
    await idle.ended();
    await ask(proxy, 1);
    assert.equal(backend.connections.length, 2);
  });

  test('that the backend has closed is not used', async () => {
    await using backend = await startRawBackend(answering(good));
    await using proxy = await start(backend);
    for (let i = 0; i < 5; i++) {
      await ask(proxy, 1);
      const idle = await backend.connection(i);
      idle.finish();
      await idle.ended();
    }
  });

  test('may carry an upgrade, and is a tunnel then', async () => {
    await using backend = await startRawBackend();
    await using proxy = await start(backend);
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(ok('first'));
    await client.response();
    client.write(UPGRADE_REQUEST);
    await upstream.request();
    upstream.write(`${SWITCHING}hello`);
    await client.response();
    assert.equal(await client.takeText(5), 'hello');
    client.finish();
    assert.equal(await upstream.ended(), 'fin');
  });
});

describe('a kept connection that fails when it is used', () => {
  /** Answers the first request of a connection, and resets it at the second. */
  const once = (connection: RawSocket): void =>
    void connection
      .request()
      .then(
        async () => {
          connection.write(ok('good'));
          await connection.request();
          connection.reset();
        },
        () => undefined,
      )
      .catch(() => undefined);

  test('is replaced by a new one, though the server is the only one', async () => {
    await using backend = await startRawBackend(once);
    await using proxy = await start(backend);
    await ask(proxy, 1);
    using client = await proxy.connect();
    for (const request of [GET, UPGRADE_REQUEST]) {
      client.write(request);
      assert.equal((await client.response()).body.toString(), 'good');
    }
    assert.equal(backend.connections.length, 3);
    assert.equal((await proxy.access(1))['upstream_status'], '502, 200');
  });

  test('is an error for POST, which must not be sent twice', async () => {
    await using backend = await startRawBackend(once);
    await using proxy = await start(backend);
    await ask(proxy, 1);
    using client = await proxy.connect();
    client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi');
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    assert.equal(backend.connections.length, 1);
  });
});
