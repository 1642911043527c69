import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';

const REFUSED: readonly (readonly [string, string, string, string])[] = [
  ['a bad request', 'get / HTTP/1.1\r\n', '400 Bad Request', '400 Bad Request'],
  [
    'a header too long',
    `GET / HTTP/1.1\r\nX: ${'x'.repeat(9000)}`,
    '400 Bad Request',
    '400 Request Header Or Cookie Too Large',
  ],
  ['a target too long', `GET /${'x'.repeat(9000)}`, '414 Request-URI Too Large', '414 Request-URI Too Large'],
  [
    'a coding nobody knows',
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n',
    '501 Not Implemented',
    '501 Not Implemented',
  ],
  ['HTTP/2', 'GET / HTTP/2.0\r\n', '505 HTTP Version Not Supported', '505 HTTP Version Not Supported'],
  ['a target above the root', 'GET /.. HTTP/1.1\r\nHost: a\r\n\r\n', '400 Bad Request', '400 Bad Request'],
];

describe('a request that is refused', () => {
  for (const [what, request, status, title] of REFUSED) {
    test(`${what}: a page, Connection: close, nothing to the backend, one line in the log`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(request);
      const response = await client.response();
      assert.equal(response.line, `HTTP/1.1 ${status}`);
      assert.equal(response.get('Connection'), 'close');
      assert.equal(response.get('Content-Type'), 'text/html');
      assert.match(response.body.toString(), new RegExp(`<title>${title}</title>`));
      assert.equal(await client.ended(), 'fin');
      client.finish();
      assert.equal((await proxy.access(0))['status'], Number(status.slice(0, 3)));
      assert.deepEqual([backend.connections.length, proxy.accessLines.length, proxy.proxy.connections], [0, 1, 0]);
    });
  }

  test('takes the requests behind it down with it: none is looked at', async () => {
    await using backend = await startRawBackend(answering(() => ok('')));
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(
      `POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${GET.repeat(3)}`,
    );
    await client.response();
    assert.equal(await client.ended(), 'fin');
    assert.deepEqual([client.text, backend.connections.length], ['', 0]);
  });

  test('as the second of two takes nothing from the first', async () => {
    await using backend = await startRawBackend(answering(() => ok('first')));
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(`${GET}GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n`);
    assert.equal((await client.response()).body.toString(), 'first');
    assert.equal((await client.response()).line, 'HTTP/1.1 400 Bad Request');
  });

  test('does not name the version where that is not wanted', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, { serverTokens: 'off' }));
    using client = await proxy.connect();
    client.write('get / HTTP/1.1\r\n');
    const response = await client.response();
    assert.equal(response.get('Server'), 'wsproxy');
    assert.doesNotMatch(response.body.toString(), /wsproxy\//);
  });
});
