import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy, SWITCHING, UPGRADE_REQUEST } from '../../support/test-proxy.ts';

const INTERNAL = 'GET /internal HTTP/1.1\r\nHost: a\r\n\r\n';

describe('an upgrade the backend does not want', () => {
  const answers: readonly (readonly [string, string, string])[] = [
    ['426', 'HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 3\r\n\r\nno!', 'no!'],
    ['401 in chunks', 'HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nno!\r\n0\r\n\r\n', 'no!'],
    [
      '200 with the headers of a 101',
      SWITCHING.replace('101 Switching Protocols', '200 OK').replace('\r\n\r\n', '\r\nContent-Length: 2\r\n\r\nhi'),
      'hi',
    ],
    ['302 without a body', 'HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n', ''],
  ];
  for (const [what, answer, body] of answers) {
    test(`${what}: the answer is an answer, and the client may try again on its connection`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(UPGRADE_REQUEST);
      const first = await backend.connection(0);
      await first.request();
      first.write(answer);
      const response = await client.response();
      assert.deepEqual([response.body.toString(), response.get('Connection')], [body, 'keep-alive']);
      client.write(UPGRADE_REQUEST);
      const second = await backend.connection(1);
      await second.request();
      second.write(SWITCHING);
      assert.equal((await client.response()).line, 'HTTP/1.1 101 Switching Protocols');
      client.write('through');
      assert.equal(await second.takeText(7), 'through');
    });

    test(`${what}: what the client has sent behind it is its next request, by all rules of one`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(
        seedConfig(
          backend,
          {},
          {
            servers: [
              {
                listen: '127.0.0.1:0',
                locations: { '/': { proxyPass: `http://${backend.address}` }, '/internal': { return: { code: 403 } } },
              },
            ],
          },
        ),
      );
      using client = await proxy.connect();
      client.write(UPGRADE_REQUEST + INTERNAL);
      const first = await backend.connection(0);
      await first.request();
      first.write(answer);
      await client.response();
      assert.equal((await client.response()).line, 'HTTP/1.1 403 Forbidden');
      assert.doesNotMatch(first.text, /internal/);
      assert.equal(backend.connections.length, 1);
    });
  }

  test('frames the client has sent early are no request: 400, and the end', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(`${UPGRADE_REQUEST}\x81\x85\x01\x02\x03\x04hello\n`);
    (await backend.connection(0)).write('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    assert.equal((await client.response()).line, 'HTTP/1.1 403 Forbidden');
    assert.equal((await client.response()).line, 'HTTP/1.1 400 Bad Request');
    assert.equal(await client.ended(), 'fin');
    assert.equal(backend.connections.length, 1);
  });
});

describe('a 101 to a request that did not ask for it', () => {
  test('is 502, the connection goes on, and nothing of it is a tunnel', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(GET + INTERNAL);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(`${SWITCHING}smuggled`);
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    await upstream.ended();
    assert.equal(upstream.text, '');
    const next = await backend.connection(1);
    next.write(ok('next'));
    assert.equal((await client.response()).body.toString(), 'next');
    assert.doesNotMatch(client.text, /smuggled/);
  });
});

describe('a 101 that the client asked for', () => {
  const asked: readonly (readonly [string, string])[] = [
    ['without Connection', 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n'],
    ['with Connection: close', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUpgrade: websocket\r\n\r\n'],
    ['for another protocol', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\n\r\n'],
    ['with an empty Upgrade', 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade:\r\n\r\n'],
    ['in HTTP/1.0', 'GET / HTTP/1.0\r\nUpgrade: websocket\r\n\r\n'],
    ['by POST', 'POST / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n'],
    ['by HEAD', 'HEAD / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n'],
  ];
  for (const [how, request] of asked) {
    test(`${how} is a tunnel`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(request);
      const upstream = await backend.connection(0);
      await upstream.request();
      upstream.write('HTTP/1.1 101 As You Like\r\n\r\nback');
      const { line, headers } = await client.response();
      assert.equal(line, 'HTTP/1.1 101 As You Like');
      assert.ok(headers.includes('Connection: upgrade'), headers.join());
      assert.equal(await client.takeText(4), 'back');
      client.write('forth');
      assert.equal(await upstream.takeText(5), 'forth');
    });
  }

  test("has the backend's headers, and never more than one Connection", async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    const lines = [
      'upgrade: WebSocket',
      'Connection: Upgrade',
      'Keep-Alive: 1',
      'Set-Cookie: a',
      'Set-Cookie: b',
      'Sec-WebSocket-Accept: x=',
      'Server: theirs',
      'Transfer-Encoding: chunked',
    ];
    upstream.write(['HTTP/1.0 101 Weird', ...lines, '', '5\r\n'].join('\r\n'));
    const { line, headers } = await client.response();
    assert.equal(line, 'HTTP/1.1 101 Weird');
    assert.deepEqual(headers.slice(2), [
      'Connection: upgrade',
      'upgrade: WebSocket',
      'Set-Cookie: a',
      'Set-Cookie: b',
      'Sec-WebSocket-Accept: x=',
    ]);
    assert.equal(await client.takeText(3), '5\r\n');
  });
});

describe('interim answers', () => {
  for (const status of [100, 102, 103]) {
    test(`${status} is no answer: the one behind it is`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(GET);
      const upstream = await backend.connection(0);
      upstream.write(`HTTP/1.1 ${status} Interim\r\nLink: x\r\n\r\n`);
      await delay(20);
      upstream.write(`HTTP/1.1 ${status} Interim\r\n\r\n${ok('final')}`);
      const response = await client.response();
      assert.deepEqual(
        [response.line, response.body.toString(), response.get('Link')],
        ['HTTP/1.1 200 OK', 'final', undefined],
      );
    });
  }

  test('may precede a 101, too', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    (await backend.connection(0)).write(`HTTP/1.1 103 Early\r\n\r\n${SWITCHING}hi`);
    assert.equal((await client.response()).line, 'HTTP/1.1 101 Switching Protocols');
    assert.equal(await client.takeText(2), 'hi');
  });

  test('without end are no answer: 504 after proxyReadTimeout', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, { proxyReadTimeout: '500ms' }));
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    for (let i = 0; i < 250 && upstream.end === undefined; i++) {
      upstream.write('HTTP/1.1 102 Processing\r\n\r\n');
      await delay(20);
    }
    assert.notEqual(upstream.end, undefined, 'the interim answers have moved the deadline');
    assert.equal((await client.response()).line, 'HTTP/1.1 504 Gateway Time-out');
  });
});
