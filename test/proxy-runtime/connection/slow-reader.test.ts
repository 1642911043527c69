import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocationConfig } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { GET, startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';

const CLOSING = GET.replace('Host', 'Connection: close\r\nHost');

/** How much of an answer leaves the proxy's backend while a client reads nothing: what the kernel holds, and what the proxy does. */
async function capacity(): Promise<number> {
  await using backend = await startRawBackend();
  await using proxy = await startTestProxy(upstreamConfig([backend]));
  using client = await proxy.connect();
  client.pause();
  client.write(GET);
  const upstream = await backend.connection(0);
  await upstream.request();
  upstream.write('HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n');
  upstream.write(Buffer.alloc(30_000_000));
  await upstream.stuck();
  client.reset();
  upstream.reset();
  return Number((await proxy.access(0))['upstream_bytes_received']);
}

describe('an answer whose end waits in the proxy for a client that has stopped reading', { concurrency: true }, () => {
  let full = 0;
  before(async () => {
    full = await capacity();
  });

  const cases: readonly (readonly [string, LocationConfig, string, boolean])[] = [
    ['is not cut by keepaliveTimeout', { keepaliveTimeout: '300ms' }, GET, false],
    ['is not cut by lingeringTime', { lingeringTime: '300ms' }, CLOSING, false],
    ['is not cut because the client has half-closed', { proxyIgnoreClientAbort: 'on' }, GET, true],
  ];
  for (const [what, location, request, halfClosed] of cases) {
    test(what, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend], location));
      // One of these sizes fills the kernel's buffers and leaves less than the proxy holds before it stops reading.
      await Promise.all([10_000, 25_000, 40_000].map((less) => slowly(full - less)));

      async function slowly(size: number): Promise<void> {
        using client = await proxy.connect();
        client.pause();
        client.write(request);
        if (halfClosed) client.finish();
        const upstream = await eventually('its connection', () =>
          backend.connections.find(({ text }) => text.includes('\r\n\r\n')),
        );
        await upstream.request();
        upstream.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
        upstream.write(Buffer.alloc(size, 'x'));
        await delay(1200);
        client.resume();
        assert.equal((await client.response()).body.length, size);
      }
    });
  }

  test('is cut by sendTimeout', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], { sendTimeout: '500ms' }));
    using client = await proxy.connect();
    client.pause();
    client.write(GET);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write('HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n');
    upstream.write(Buffer.alloc(30_000_000, 'x'));
    const { cause, request_completion } = await proxy.access(0);
    assert.deepEqual([cause, request_completion], ['client_send_timeout', '']);
    assert.equal(proxy.proxy.connections, 0);
  });

  test('is not cut by sendTimeout while the client reads, however slowly', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(
      upstreamConfig([backend], { sendTimeout: '800ms', keepaliveTimeout: '300ms' }),
    );
    using client = await proxy.connect();
    client.pause();
    client.write(GET);
    const size = full + 500_000;
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
    upstream.write(Buffer.alloc(size, 'x'));
    for (let i = 0; i < 100 && client.receivedLength < size && client.end === undefined; i++) {
      await delay(250);
      const before = client.receivedLength;
      client.resume();
      await eventually(
        'more',
        () => client.end !== undefined || client.receivedLength >= Math.min(size, before + 600_000),
      );
      client.pause();
    }
    client.resume();
    assert.equal((await client.response()).body.length, size);
  });
});
