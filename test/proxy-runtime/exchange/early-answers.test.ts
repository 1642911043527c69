import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';

/** Far more than two kernels' buffers hold. */
const MUCH = Buffer.alloc(30_000_000, 'x');

const post = (header: string): string => `POST / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n`;

describe('an answer before the end of the request', { concurrency: true }, () => {
  test('is the last on its connection: the backend would take the next request for the rest of the body', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], { clientMaxBodySize: 0 }));
    using client = await proxy.connect();
    client.write(post(`Content-Length: ${MUCH.length}`));
    client.write(MUCH);
    const upstream = await backend.connection(0);
    upstream.pause();
    upstream.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\n');
    await eventually('the head', () => client.text.includes('403 Forbidden'));
    // All that was under way arrives, so nothing is left to be sent when the answer is over.
    upstream.resume();
    await delay(300);
    assert.ok(upstream.receivedLength < MUCH.length);
    upstream.write('forbidden');
    assert.equal((await client.response()).body.toString(), 'forbidden');
    assert.notEqual(await upstream.ended(), undefined);
    using other = await proxy.connect();
    other.write(GET);
    const next = await backend.connection(1);
    await next.request();
    next.write(ok('fresh'));
    assert.equal((await other.response()).body.toString(), 'fresh');
  });

  test('that the client does not take, although it goes on with the body, ends after sendTimeout', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(
      upstreamConfig([backend], { proxyRequestBuffering: 'off', sendTimeout: '500ms', lingeringTime: '60s' }),
    );
    using client = await proxy.connect();
    client.pause();
    client.write(`${post('Transfer-Encoding: chunked')}5\r\nhello\r\n`);
    const upstream = await backend.connection(0);
    await eventually('the first piece', () => upstream.text.endsWith('hello\r\n'));
    upstream.write(`HTTP/1.1 200 OK\r\nContent-Length: ${MUCH.length}\r\n\r\n`);
    upstream.write(MUCH);
    await upstream.stuck();
    client.write('no chunk\r\n');
    for (let i = 0; i < 10; i++) {
      await delay(100);
      client.write('more');
    }
    const { status, cause } = await proxy.access(0);
    assert.deepEqual([status, cause], [200, 'client_gone']);
    assert.equal(proxy.proxy.connections, 0);
  });
});
