import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';

const http = { clientHeaderTimeout: '500ms' } as const;

describe('clientHeaderTimeout', { concurrency: true }, () => {
  test('closes a connection that says nothing: FIN, no byte, no line', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, http));
    using client = await proxy.connect();
    assert.equal(await client.ended(), 'fin');
    assert.deepEqual([client.text, proxy.accessLines.length], ['', 0]);
  });

  test('closes one whose head does not come to its end, however busy it is: a line says 408', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, http));
    using client = await proxy.connect();
    client.write('GET /slow?token=1 HTTP/1.1\r\n');
    for (let i = 0; i < 250 && client.end === undefined; i++) {
      client.write('X: 1\r\n');
      await delay(20);
    }
    // A line on its way when FIN came is answered by RST.
    assert.notEqual(client.end, undefined, 'the header lines have moved the deadline');
    assert.equal(client.receivedLength, 0);
    const { status, uri, request_method } = await proxy.access(0);
    assert.deepEqual([status, uri, request_method], [408, '/slow', 'GET']);
    assert.equal(backend.connections.length, 0);
  });

  test('begins anew with the first byte of a later request, and ends with its head', async () => {
    await using backend = await startRawBackend(answering(() => ok('')));
    await using proxy = await startTestProxy(seedConfig(backend, { keepaliveTimeout: '60s' }, http));
    using client = await proxy.connect();
    client.write(GET);
    await client.response();
    await delay(1000);
    assert.equal(client.end, undefined, 'an idle connection is another matter');
    client.write(GET.slice(0, 10));
    await delay(50);
    client.write(GET.slice(10));
    await client.response();
    client.write('GET');
    assert.equal(await client.ended(), 'fin');
    assert.equal((await proxy.access(2))['status'], 408);
  });

  test('does not concern the answer', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, http));
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    await delay(1000);
    upstream.write(ok('late'));
    assert.equal((await client.response()).body.toString(), 'late');
  });

  test('ends with RST where that is wanted', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, { ...http, resetTimedoutConnection: 'on' }));
    using client = await proxy.connect();
    client.write('GET');
    assert.equal(await client.ended(), 'reset');
  });
});
