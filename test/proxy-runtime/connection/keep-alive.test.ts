import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';

const echo = answering((request) => ok(request.split(' ')[1] ?? ''));

describe("a client's connection", { concurrency: true }, () => {
  test('carries one request after the other', async () => {
    await using backend = await startRawBackend(echo);
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    for (const path of ['/1', '/2', '/3']) {
      client.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
      const response = await client.response();
      assert.equal(response.body.toString(), path);
      assert.equal(response.get('Connection'), 'keep-alive');
    }
    assert.equal(proxy.proxy.connections, 1);
  });

  test('is closed with FIN when it was idle for keepaliveTimeout', async () => {
    await using backend = await startRawBackend(echo);
    await using proxy = await startTestProxy(seedConfig(backend, { keepaliveTimeout: '400ms' }));
    using client = await proxy.connect();
    client.write(GET);
    await client.response();
    assert.equal(await client.ended(), 'fin');
    assert.equal(client.text, '');
    assert.equal(proxy.accessLines.length, 1);
    assert.equal(proxy.proxy.connections, 0);
  });

  test('is closed after each answer without keepaliveTimeout', async () => {
    await using backend = await startRawBackend(echo);
    await using proxy = await startTestProxy(seedConfig(backend, { keepaliveTimeout: 0 }));
    using client = await proxy.connect();
    client.write(GET);
    assert.equal((await client.response()).get('Connection'), 'close');
    assert.equal(await client.ended(), 'fin');
  });

  test('carries keepaliveRequests requests, the last of which says so', async () => {
    await using backend = await startRawBackend(echo);
    await using proxy = await startTestProxy(seedConfig(backend, { keepaliveRequests: 3 }));
    using client = await proxy.connect();
    const said: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      client.write(GET);
      said.push((await client.response()).get('Connection'));
    }
    assert.deepEqual(said, ['keep-alive', 'keep-alive', 'close']);
    assert.equal(await client.ended(), 'fin');
  });

  test('takes no more requests after keepaliveTime', async () => {
    await using backend = await startRawBackend(echo);
    await using proxy = await startTestProxy(seedConfig(backend, { keepaliveTime: '1ms' }));
    using client = await proxy.connect();
    client.write(GET);
    assert.equal((await client.response()).get('Connection'), 'close');
    assert.equal(await client.ended(), 'fin');
  });

  const asked: readonly (readonly [string, string, 'keep-alive' | 'close'])[] = [
    ['HTTP/1.1', '', 'keep-alive'],
    ['HTTP/1.1', 'Connection: close\r\n', 'close'],
    ['HTTP/1.1', 'Connection: x, CLOSE\r\n', 'close'],
    ['HTTP/1.1', 'Connection: x\r\nConnection: close\r\n', 'close'],
    ['HTTP/1.1', 'Connection: Upgrade\r\n', 'keep-alive'],
    ['HTTP/1.0', '', 'close'],
    ['HTTP/1.0', 'Connection: Keep-Alive\r\n', 'keep-alive'],
  ];
  for (const [version, header, expected] of asked) {
    test(`with ${version} ${header.trim().replace('\r\n', ', ')} is ${expected}`, async () => {
      await using backend = await startRawBackend(echo);
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(`GET / ${version}\r\nHost: a\r\n${header}\r\n`);
      assert.equal((await client.response()).get('Connection'), expected);
      if (expected === 'close') assert.equal(await client.ended(), 'fin');
      else {
        client.write(GET);
        await client.response();
      }
    });
  }

  test('that ends without ever asking is no line in the log', async () => {
    await using backend = await startRawBackend(echo);
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.finish();
    assert.equal(await client.ended(), 'fin');
    using other = await proxy.connect();
    other.reset();
    using third = await proxy.connect();
    third.write(GET);
    await third.response();
    assert.equal(proxy.accessLines.length, 1);
  });
});
