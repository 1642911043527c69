import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, startTestProxy, UPGRADE_REQUEST, upstreamConfig } from '../../support/test-proxy.ts';

const STREAMED = { proxyRequestBuffering: 'off' } as const;
const post = (header: string, body = ''): string => `POST / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n${body}`;

describe('a body that is streamed', { concurrency: true }, () => {
  test('reaches the backend as it comes, with its length', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], STREAMED));
    using client = await proxy.connect();
    client.write(post('Content-Length: 10', 'hello'));
    const upstream = await backend.connection(0);
    await eventually(
      'the first piece',
      () => upstream.text.endsWith('\r\n\r\nhello'),
      () => upstream.text,
    );
    client.write('world');
    const request = await upstream.request();
    assert.deepEqual([request.get('Content-Length'), request.body.toString()], ['10', 'helloworld']);
  });

  test('stays chunked when it was', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], STREAMED));
    using client = await proxy.connect();
    client.write(post('Transfer-Encoding: chunked', '5;ext\r\nhello\r\n'));
    const upstream = await backend.connection(0);
    await eventually(
      'the first piece',
      () => upstream.text.endsWith('5\r\nhello\r\n'),
      () => upstream.text,
    );
    client.write('6\r\nworld!\r\n0\r\nTrailer: x\r\n\r\n');
    const request = await upstream.request();
    assert.deepEqual(
      [request.get('Transfer-Encoding'), request.get('Content-Length'), request.body.toString()],
      ['chunked', undefined, 'helloworld!'],
    );
    assert.equal(upstream.text, '');
  });

  test('is not read faster than the backend takes it', async () => {
    await using backend = await startRawBackend((connection) => connection.pause());
    await using proxy = await startTestProxy(upstreamConfig([backend], { ...STREAMED, clientMaxBodySize: 0 }));
    using client = await proxy.connect();
    const size = 40_000_000;
    client.write(post(`Content-Length: ${size}`));
    client.write(Buffer.alloc(size, 'x'));
    await client.stuck();
    const upstream = await backend.connection(0);
    upstream.resume();
    assert.equal((await upstream.request()).body.length, size);
    upstream.write(ok('all'));
    assert.equal((await client.response()).body.toString(), 'all');
  });

  test('may pause for longer than proxySendTimeout: that is for a backend that does not take it', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], { ...STREAMED, proxySendTimeout: '400ms' }));
    using client = await proxy.connect();
    client.write(post('Content-Length: 10', 'hello'));
    const upstream = await backend.connection(0);
    await delay(1500);
    client.write('world');
    assert.equal((await upstream.request()).body.toString(), 'helloworld');
    upstream.write(ok('patient'));
    assert.equal((await client.response()).body.toString(), 'patient');
  });

  test('may wait for the backend for longer than clientBodyTimeout: that is for a client that does not send', async () => {
    await using backend = await startRawBackend((connection) => connection.pause());
    const location = { ...STREAMED, clientMaxBodySize: 0, clientBodyTimeout: '400ms' };
    await using proxy = await startTestProxy(upstreamConfig([backend], location));
    using client = await proxy.connect();
    const size = 30_000_000;
    client.write(post(`Content-Length: ${size}`));
    client.write(Buffer.alloc(size, 'x'));
    const upstream = await backend.connection(0);
    await delay(1500);
    upstream.resume();
    assert.equal((await upstream.request()).body.length, size);
    upstream.write(ok('patient'));
    assert.equal((await client.response()).body.toString(), 'patient');
  });

  test('is 504 when the backend does not take it for proxySendTimeout', async () => {
    await using backend = await startRawBackend((connection) => connection.pause());
    await using proxy = await startTestProxy(
      upstreamConfig([backend], {
        ...STREAMED,
        proxySendTimeout: '500ms',
        clientMaxBodySize: 0,
        lingeringTimeout: '300ms',
      }),
    );
    using client = await proxy.connect();
    client.write(post('Content-Length: 30000000'));
    client.write(Buffer.alloc(30_000_000));
    assert.equal((await client.response()).line, 'HTTP/1.1 504 Gateway Time-out');
  });

  test('whose answer comes early: the rest of it never becomes part of another request', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], STREAMED));
    using client = await proxy.connect();
    client.write(post('Content-Length: 100', '0123456789'));
    const upstream = await backend.connection(0);
    await eventually(
      'the first piece',
      () => upstream.text.endsWith('0123456789'),
      () => upstream.text,
    );
    upstream.write(ok('early'));
    assert.equal((await client.response()).body.toString(), 'early');
    client.write('x'.repeat(90) + GET);
    const second = await backend.connection(1);
    assert.match((await second.request()).line, /^GET/);
    second.write(ok('second'));
    assert.equal((await client.response()).body.toString(), 'second');
    await upstream.ended();
    assert.doesNotMatch(upstream.text, /GET/);
  });

  test('goes to another server only if it has not begun to', async () => {
    await using refusing = await startRawBackend();
    await refusing.close();
    await using failing = await startRawBackend(
      (connection) =>
        void connection
          .request()
          .catch(() => undefined)
          .then(() => connection.reset()),
    );
    await using good = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([refusing, failing, good], STREAMED));
    using client = await proxy.connect();
    client.write(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello`);
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    assert.deepEqual([failing.connections.length, good.connections.length], [1, 0]);
  });

  test('that turns out to be garbage ends the request to the backend', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], STREAMED));
    using client = await proxy.connect();
    client.write(post('Transfer-Encoding: chunked', '5\r\nhello\r\n'));
    const upstream = await backend.connection(0);
    client.write('xyz\r\n');
    assert.equal((await client.response()).line, 'HTTP/1.1 400 Bad Request');
    await upstream.ended();
    assert.doesNotMatch(upstream.text, /0\r\n\r\n$/, 'the backend must not take it for complete');
  });

  test('whose client leaves in the middle is no complete one for the backend', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], STREAMED));
    using client = await proxy.connect();
    client.write(post('Transfer-Encoding: chunked', '5\r\nhello\r\n'));
    const upstream = await backend.connection(0);
    await eventually('the first piece', () => upstream.text.includes('hello'));
    client.finish();
    await upstream.ended();
    assert.doesNotMatch(upstream.text, /\r\n0\r\n/);
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0);
  });

  test('of an Upgrade: a 101 before its end is no tunnel', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], STREAMED));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST.replace('\r\n\r\n', '\r\nContent-Length: 10\r\n\r\nhello'));
    const upstream = await backend.connection(0);
    await eventually('the first piece', () => upstream.text.includes('hello'));
    upstream.write('HTTP/1.1 101 X\r\n\r\nsmuggled');
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    assert.equal(await upstream.ended(), 'fin');
    assert.equal(proxy.proxy.tunnels, 0);
  });
});
