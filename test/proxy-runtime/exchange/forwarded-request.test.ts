import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocationConfig, ProxyConfig } from '../../../proxy-runtime/index.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { ok, seedConfig, startTestProxy, UPGRADE_REQUEST } from '../../support/test-proxy.ts';

/** The request head the backend gets for what a client sends, line by line; `BACKEND` stands for its address. */
async function forwarded(
  request: string,
  location: LocationConfig = {},
  http: Partial<ProxyConfig> = {},
): Promise<readonly string[]> {
  let seen = '';
  await using backend = await startRawBackend(
    answering((head) => {
      seen = head;
      return ok('');
    }),
  );
  await using proxy = await startTestProxy(seedConfig(backend, location, http));
  using client = await proxy.connect();
  client.write(request);
  await client.response();
  return seen.replaceAll(backend.address, 'BACKEND').split('\r\n');
}

const request = (...lines: readonly string[]): string =>
  ['GET / HTTP/1.1', 'Host: Example.Test', ...lines, '', ''].join('\r\n');

describe('the request a backend gets', () => {
  test("has Host first, then the set headers, then the client's in their order, case, bytes and number", async () => {
    const lines = [
      'X-CamelCase:  one ',
      'x-camelcase: two',
      'Empty:',
      'X-Bytes: caf\xe9\t',
      'Cookie: a=1',
      'Cookie: b=2',
      'Via: 1.1 x',
      'Trailer: t',
    ];
    assert.deepEqual(await forwarded(request(...lines, 'Upgrade: WebSocket', 'Connection: Upgrade, X-CamelCase')), [
      ...['GET / HTTP/1.1', 'Host: BACKEND', 'Upgrade: WebSocket', 'Connection: upgrade'],
      ...[
        'X-CamelCase: one',
        'x-camelcase: two',
        'Empty: ',
        'X-Bytes: caf\xe9\t',
        'Cookie: a=1',
        'Cookie: b=2',
        'Via: 1.1 x',
        'Trailer: t',
      ],
    ]);
  });

  test('has none of the headers that concern one connection only', async () => {
    const lines = [
      'TE: trailers',
      'Keep-Alive: 5',
      'Expect: x',
      'Proxy-Connection: x',
      'Connection: keep-alive, X-Secret',
      'X-Secret: kept',
    ];
    assert.deepEqual(await forwarded(request(...lines)), ['GET / HTTP/1.1', 'Host: BACKEND', 'X-Secret: kept']);
  });

  test('has no Upgrade unless it is set', async () => {
    assert.deepEqual(await forwarded(UPGRADE_REQUEST, {}, { proxySetHeader: {} }), [
      'GET /socket HTTP/1.1',
      'Host: BACKEND',
    ]);
  });

  test("joins the client's repeated Upgrade lines", async () => {
    const seen = await forwarded(request('Upgrade: a', 'Upgrade: b'));
    assert.deepEqual(seen.slice(2), ['Upgrade: a, b', 'Connection: upgrade']);
  });

  test("has a set header instead of the client's, in any case, and none at all for an empty value", async () => {
    const proxySetHeader = { 'X-A': 'ours', 'x-b': '', 'X-C': ['1', '', '2'], Host: '$http_host' };
    assert.deepEqual(
      await forwarded(request('x-a: theirs', 'X-B: theirs', 'X-c: theirs', 'X-D: theirs'), { proxySetHeader }),
      [...['GET / HTTP/1.1', 'Host: Example.Test', 'X-A: ours', 'X-C: 1', 'X-C: 2', 'X-D: theirs']],
    );
  });

  test('always has a Host', async () => {
    assert.deepEqual(await forwarded(request(), { proxySetHeader: { Host: '' } }), ['GET / HTTP/1.1', 'Host: BACKEND']);
    const seen = await forwarded('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', {
      proxySetHeader: { Host: '$http_host' },
    });
    assert.deepEqual(seen, ['GET / HTTP/1.1', 'Host: BACKEND']);
  });

  test("has only the location's set headers where the location has any", async () => {
    const seen = await forwarded(UPGRADE_REQUEST, { proxySetHeader: { 'X-A': '1' } });
    assert.deepEqual(seen, ['GET /socket HTTP/1.1', 'Host: BACKEND', 'X-A: 1']);
  });

  test("has the client's address behind those it came through", async () => {
    const proxySetHeader = { 'X-Forwarded-For': '$proxy_add_x_forwarded_for' };
    const seen = await forwarded(
      request('X-Forwarded-For: 1.1.1.1, 2.2.2.2', 'x-forwarded-for: 3.3.3.3', 'X_Forwarded_For: 9.9.9.9'),
      { proxySetHeader },
    );
    assert.deepEqual(seen.slice(2), ['X-Forwarded-For: 1.1.1.1, 2.2.2.2, 3.3.3.3, 127.0.0.1']);
    assert.deepEqual((await forwarded(request(), { proxySetHeader })).slice(2), ['X-Forwarded-For: 127.0.0.1']);
  });

  test('has the path of an absolute target, whose authority is $host', async () => {
    const seen = await forwarded('GET http://Other.Test/x?y HTTP/1.1\r\nHost: a\r\n\r\n', {
      proxySetHeader: { 'X-Host': '$host', 'X-Http-Host': '$http_host' },
    });
    assert.deepEqual(seen, ['GET /x?y HTTP/1.1', 'Host: BACKEND', 'X-Host: other.test', 'X-Http-Host: a']);
  });

  test('can not be given a header by what stands in a path', async () => {
    const seen = await forwarded('GET /a%0d%0aEvil:%20yes%0d%0a%0d%0aGET%20/evil HTTP/1.1\r\nHost: a\r\n\r\n', {
      proxySetHeader: { 'X-Uri': '$uri', Host: '$uri' },
    }).catch(() => []);
    assert.ok(!seen.some((line) => /^(evil|GET \/evil)/i.test(line)), seen.join('|'));
  });

  test('has set headers in UTF-8, as they stand in the configuration', async () => {
    const proxySetHeader = { 'X-Text': 'café č\u010a', 'X-Map': '$text' };
    const maps = { $text: { source: '$host', default: '☕', values: {} } };
    const seen = await forwarded(request(), {}, { maps, proxySetHeader });
    assert.deepEqual(
      seen.slice(2).map((line) => Buffer.from(line, 'latin1').toString()),
      ['X-Text: café č\u010a', 'X-Map: ☕'],
    );
  });

  test('has the method it came with', async () => {
    for (const method of ['DELETE', 'PROPFIND', 'X-Y_Z']) {
      assert.equal((await forwarded(request().replace('GET', method)))[0], `${method} / HTTP/1.1`);
    }
  });
});
