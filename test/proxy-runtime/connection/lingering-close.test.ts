import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startRawBackend } from '../../support/raw-backend.ts';
import { seedConfig, startTestProxy } from '../../support/test-proxy.ts';
import { eventually } from '../../support/eventually.ts';

const TOO_LARGE = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n';

describe('a lingering close', { concurrency: true }, () => {
  test('lets a client that is still sending read its answer: FIN, no RST', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(TOO_LARGE);
    client.write(Buffer.alloc(10_000_000));
    const response = await client.response();
    assert.equal(response.line, 'HTTP/1.1 413 Request Entity Too Large');
    client.write(Buffer.alloc(40_000_000));
    assert.equal(await client.ended(), 'fin');
    assert.equal(backend.connections.length, 0);
  });

  test('gives a silent client lingeringTimeout', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { lingeringTimeout: '500ms' }));
    using client = await proxy.connect();
    client.write(`${TOO_LARGE}more`);
    await client.response();
    assert.equal(await client.ended(), 'fin');
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0);
    assert.equal((await proxy.access(0))['status'], 413);
  });

  test('gives one that never stops lingeringTime', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(
      seedConfig(backend, {}, { lingeringTimeout: '10s', lingeringTime: '500ms' }),
    );
    using client = await proxy.connect();
    client.write('get / HTTP/1.1\r\n');
    const sending = setInterval(() => client.write('x'.repeat(100)), 20);
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0).finally(() =>
      clearInterval(sending),
    );
    assert.match(client.text, /^HTTP\/1\.1 400 /);
    assert.equal((await proxy.access(0))['status'], 400);
  });

  test('is none where it is off', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, { lingeringClose: 'off' }));
    using client = await proxy.connect();
    client.write('get / HTTP/1.1\r\n');
    await client.ended();
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0);
  });

  test('ends with the client', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(`get / HTTP/1.1\r\n${'x'.repeat(1000)}`);
    await client.response();
    client.finish();
    await eventually('the connection is forgotten', () => proxy.proxy.connections === 0);
  });
});
