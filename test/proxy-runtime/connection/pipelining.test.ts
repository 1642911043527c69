import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';

const path = (request: string): string => request.split(' ')[1] ?? '';

describe('pipelined requests', () => {
  test('a thousand in one write are answered in their order', async () => {
    await using backend = await startRawBackend(answering((request) => ok(path(request))));
    await using proxy = await startTestProxy(upstreamConfig([backend], { keepaliveRequests: 10_000 }));
    using client = await proxy.connect();
    const numbers = Array.from({ length: 1000 }, (_, number) => `/${number}`);
    client.write(numbers.map((number) => `GET ${number} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
    for (const number of numbers) assert.equal((await client.response()).body.toString(), number);
    assert.equal(proxy.accessLines.length, 1000);
  });

  test('a thousand that need no backend do not overflow the stack', async () => {
    await using backend = await startRawBackend();
    const location = { '/': { return: { code: 200, text: '$request_uri' } } };
    const config = seedConfig(
      backend,
      {},
      { servers: [{ listen: 0, locations: location }], keepaliveRequests: 100_000 },
    );
    await using proxy = await startTestProxy(config);
    using client = await proxy.connect();
    client.write('GET /x HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20_000));
    for (let i = 0; i < 20_000; i++) assert.equal((await client.response()).body.toString(), '/x');
  });

  test('with bodies begin where the body before them ends', async () => {
    await using backend = await startRawBackend(answering((request) => ok(path(request))));
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(
      'POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nGET /evil HTTP/1.1\r\n' +
        'POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n' +
        'GET /3 HTTP/1.1\r\nHost: a\r\n\r\n',
    );
    for (const expected of ['/1', '/2', '/3']) assert.equal((await client.response()).body.toString(), expected);
    assert.equal(backend.connections.length, 3);
  });

  test('wait for each other: a slow answer is not overtaken', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(GET + GET);
    const first = await backend.connection(0);
    await delay(100);
    assert.equal(backend.connections.length, 1);
    first.write(ok('first'));
    (await backend.connection(1)).write(ok('second'));
    assert.equal((await client.response()).body.toString(), 'first');
    assert.equal((await client.response()).body.toString(), 'second');
  });

  test('of a client that reads nothing are not served for ever', async () => {
    let served = 0;
    const body = 'x'.repeat(60_000);
    await using backend = await startRawBackend(
      answering(() => {
        served++;
        return ok(body);
      }),
    );
    await using proxy = await startTestProxy(upstreamConfig([backend], { keepaliveRequests: 100_000 }));
    using client = await proxy.connect();
    client.pause();
    client.write(GET.repeat(1000));
    for (let before = -1; before !== served;) {
      before = served;
      await delay(200);
    }
    assert.ok(served < 500, `${served} answers of 60 kB, far more than the kernel holds`);
    client.resume();
    for (let i = 0; i < 1000; i++) assert.equal((await client.response()).body.length, body.length);
  });

  test('end with the one that asks to close', async () => {
    await using backend = await startRawBackend(answering((request) => ok(path(request))));
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(`GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n`);
    assert.equal((await client.response()).body.toString(), '/1');
    assert.equal(await client.ended(), 'fin');
    assert.deepEqual([client.text, backend.connections.length], ['', 1]);
  });
});
