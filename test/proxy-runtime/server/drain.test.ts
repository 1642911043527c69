import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import {
  GET,
  ok,
  startTestProxy,
  SWITCHING,
  UPGRADE_REQUEST,
  upstreamConfig,
  type TestProxy,
} from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

/** Begins to drain; tells whether it is over. */
function drain(proxy: TestProxy): { readonly over: boolean } {
  const state = { over: false };
  void proxy.proxy.drain().then(() => (state.over = true));
  return state;
}

describe('a proxy that drains', { concurrency: true }, () => {
  test('with nothing open is done at once', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    await proxy.drain();
    await assert.rejects(proxy.connect(), /ECONNREFUSED/);
  });

  test('closes idle connections of both sides at once', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(ok(''));
    await client.response();
    await proxy.drain();
    assert.equal(await client.ended(), 'fin');
    assert.equal(client.text, '');
    assert.equal(await upstream.ended(), 'fin');
  });

  test('lets a tunnel go on until it ends', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using tunnel = await openTunnel(proxy, backend);
    const draining = drain(proxy);
    for (let i = 0; i < 5; i++) {
      tunnel.client.write('ping');
      assert.equal(await tunnel.backend.takeText(4), 'ping');
      tunnel.backend.write('pong');
      assert.equal(await tunnel.client.takeText(4), 'pong');
      await delay(50);
    }
    assert.equal(draining.over, false);
    tunnel.backend.finish();
    await eventually('the end of the drain', () => draining.over);
    assert.equal((await proxy.access(0))['request_completion'], 'OK');
  });

  test('lets an answer come to its end, and says that it is the last', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    await upstream.request();
    const draining = drain(proxy);
    await delay(50);
    upstream.write(ok('late'));
    const response = await client.response();
    assert.deepEqual([response.body.toString(), response.get('Connection')], ['late', 'close']);
    assert.equal(await client.ended(), 'fin');
    await eventually('the end of the drain', () => draining.over);
  });

  test('lets a pending upgrade become a tunnel', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    const draining = drain(proxy);
    await delay(50);
    upstream.write(SWITCHING);
    await client.response();
    client.write('through');
    assert.equal(await upstream.takeText(7), 'through');
    assert.equal(draining.over, false);
    client.finish();
    await eventually('the end of the drain', () => draining.over);
  });

  test('lets a head that has begun come to its end', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(GET.slice(0, 10));
    await eventually('the connection', () => proxy.proxy.connections === 1);
    await delay(50);
    const draining = drain(proxy);
    client.write(GET.slice(10));
    (await backend.connection(0)).write(ok('last'));
    assert.equal((await client.response()).body.toString(), 'last');
    await eventually('the end of the drain', () => draining.over);
  });

  test('does not wait for ever for a connection that never said anything', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    await eventually('the connection', () => proxy.proxy.connections === 1);
    await proxy.drain();
    assert.equal(await client.ended(), 'fin');
  });

  test('closes what is left after workerShutdownTimeout: FIN to both, and an incomplete line in the log', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], {}, { workerShutdownTimeout: '300ms' }));
    using tunnel = await openTunnel(proxy, backend);
    await proxy.drain();
    assert.equal(await tunnel.client.ended(), 'fin');
    assert.equal(await tunnel.backend.ended(), 'fin');
    const { status, request_completion, cause } = await proxy.access(0);
    assert.deepEqual([status, request_completion, cause], [101, '', 'shutdown_timeout']);
  });

  test('closes then whatever state it is in', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], {}, { workerShutdownTimeout: '300ms' }));
    using stuck = await openTunnel(proxy, backend);
    stuck.client.pause();
    stuck.backend.write(Buffer.alloc(20_000_000));
    using waiting = await proxy.connect();
    waiting.write(GET);
    using inHead = await proxy.connect();
    inHead.write('GET / HT');
    using inBody = await proxy.connect();
    inBody.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf');
    using refused = await proxy.connect();
    refused.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\n\r\n${'x'.repeat(1000)}`);
    await refused.response();
    using stuckAnswer = await proxy.connect();
    const index = backend.connections.length;
    stuckAnswer.pause();
    stuckAnswer.write(GET);
    (await backend.connection(index)).write(
      Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.alloc(20_000_000)]),
    );
    await delay(100);
    const draining = drain(proxy);
    await eventually(
      'its end',
      () => draining.over,
      () => ({ connections: proxy.proxy.connections, lines: proxy.accessLines }),
      5000,
    );
    assert.deepEqual([proxy.proxy.connections, proxy.proxy.tunnels], [0, 0]);
  });

  test('twice drains once', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    await Promise.all([proxy.drain(), proxy.drain()]);
    await proxy.drain();
  });

  test('may be closed at once nevertheless', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using tunnel = await openTunnel(proxy, backend);
    const draining = drain(proxy);
    await proxy.proxy.close();
    await eventually('the end of the drain', () => draining.over);
    await tunnel.client.ended();
    await tunnel.backend.ended();
    assert.deepEqual([proxy.proxy.connections, proxy.proxy.tunnels], [0, 0]);
  });
});
