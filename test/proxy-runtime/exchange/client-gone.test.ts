import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { GET, ok, seedConfig, startTestProxy, SWITCHING, UPGRADE_REQUEST } from '../../support/test-proxy.ts';
import { startDeafListener } from '../support/deaf-listener.ts';

const LEAVING: Readonly<Record<string, (client: RawSocket) => void>> = {
  'with FIN': (client) => client.finish(),
  'with RST': (client) => client.reset(),
};

describe('a client that leaves', { concurrency: true }, () => {
  for (const [how, leave] of Object.entries(LEAVING)) {
    test(`${how} before the answer: the backend hears of it at once, the log says 499`, async () => {
      for (const request of [GET, UPGRADE_REQUEST, `${UPGRADE_REQUEST}${'early'.repeat(100)}`]) {
        await using backend = await startRawBackend();
        await using proxy = await startTestProxy(seedConfig(backend));
        using client = await proxy.connect();
        client.write(request);
        const upstream = await backend.connection(0);
        await upstream.request();
        leave(client);
        assert.equal(await upstream.ended(), 'fin');
        const { status, bytes_sent, cause } = await proxy.access(0);
        assert.deepEqual([status, bytes_sent, cause], [499, 0, 'client_gone']);
        assert.deepEqual([client.text, proxy.proxy.connections], ['', 0]);
      }
    });

    test(`${how} behind more bytes than are held for later`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      // Not more than the kernel takes as well: FIN comes behind them.
      client.write(`${UPGRADE_REQUEST}${'early'.repeat(20_000)}`);
      const upstream = await backend.connection(0);
      await upstream.request();
      await eventually('all is on its way', () => client.socket.writableLength === 0);
      leave(client);
      assert.equal(await upstream.ended(), 'fin');
      const { status, cause } = await proxy.access(0);
      assert.deepEqual([status, cause, proxy.proxy.connections], [499, 'client_gone', 0]);
    });

    test(`${how} while the connection to the backend is made`, async () => {
      await using deaf = await startDeafListener();
      await using proxy = await startTestProxy(seedConfig(deaf));
      using client = await proxy.connect();
      client.write(UPGRADE_REQUEST);
      await eventually('its request', () => client.socket.bytesWritten > 0);
      leave(client);
      assert.equal((await proxy.access(0))['status'], 499);
      assert.equal(proxy.proxy.connections, 0);
    });

    test(`${how} in the middle of the answer`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(GET);
      const upstream = await backend.connection(0);
      await upstream.request();
      upstream.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello');
      await eventually('the first half', () => client.text.endsWith('hello'));
      leave(client);
      await upstream.ended();
      const { status, request_completion } = await proxy.access(0);
      assert.deepEqual([status, request_completion], [200, '']);
    });
  }

  test('with FIN behind more bytes than are held gets its tunnel where proxyIgnoreClientAbort is on, all of them through it', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { proxyIgnoreClientAbort: 'on' }));
    using client = await proxy.connect();
    const early = 'early'.repeat(20_000);
    client.write(`${UPGRADE_REQUEST}${early}`);
    client.finish();
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(SWITCHING);
    assert.equal(await upstream.takeText(early.length), early);
    assert.equal(await upstream.ended(), 'fin');
  });

  test('with FIN gets its answer where proxyIgnoreClientAbort is on', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { proxyIgnoreClientAbort: 'on' }));
    using client = await proxy.connect();
    client.write(GET);
    client.finish();
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(ok('still'));
    assert.equal((await client.response()).body.toString(), 'still');
    assert.equal(await client.ended(), 'fin');
    assert.equal((await proxy.access(0))['status'], 200);
  });

  test('with FIN gets a 101 there, too, and that is the end', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { proxyIgnoreClientAbort: 'on' }));
    using client = await proxy.connect();
    client.write(`${UPGRADE_REQUEST}early`);
    client.finish();
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write('HTTP/1.1 101 X\r\n\r\n');
    assert.equal(await upstream.takeText(5), 'early');
    assert.equal(await upstream.ended(), 'fin');
    assert.equal((await client.response()).line, 'HTTP/1.1 101 X');
    assert.equal(await client.ended(), 'fin');
  });

  test('behind its last request gets its answers, where they need no backend', async () => {
    const locations = { '/': { return: { code: 200, text: '$request_uri' } } };
    await using proxy = await startTestProxy({ servers: [{ listen: '127.0.0.1:0', locations }] });
    using client = await proxy.connect();
    client.write(GET.repeat(20));
    client.finish();
    for (let i = 0; i < 20; i++) assert.equal((await client.response()).body.toString(), '/');
    assert.equal(await client.ended(), 'fin');
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0);
  });

  test('holding a lot of early bytes is heard of, too', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { proxyReadTimeout: '1s' }));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    client.write(Buffer.alloc(3_000_000));
    const upstream = await backend.connection(0);
    await upstream.request();
    client.reset();
    await upstream.ended();
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0);
  });
});
