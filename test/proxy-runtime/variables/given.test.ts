import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocationConfig, ProxyConfig } from '../../../proxy-runtime/index.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';

/** What `/a%20b?b=1` is answered. */
async function ask(location: LocationConfig, http: Partial<ProxyConfig> = {}): Promise<string> {
  const servers = [{ listen: '127.0.0.1:0', locations: { '/': location } }];
  await using proxy = await startTestProxy({ ...http, servers });
  using client = await proxy.connect();
  client.write('GET /a%20b?b=1 HTTP/1.1\r\nHost: h\r\nX-Mine: client\r\n\r\n');
  return (await client.response()).body.toString('latin1');
}

/** What a backend is asked for it. */
async function askBackend(location: LocationConfig, path = ''): Promise<string> {
  let line = '';
  await using backend = await startRawBackend(
    answering((head) => {
      [line = ''] = head.split('\r\n');
      return ok('');
    }),
  );
  await using proxy = await startTestProxy(seedConfig({ address: backend.address + path }, location));
  using client = await proxy.connect();
  client.write('GET /a%20%62?b=1 HTTP/1.1\r\nHost: h\r\n\r\n');
  await client.response();
  return line;
}

describe('variables that are given a value', () => {
  test('have no case', async () => {
    const maps = { $Mapped: { source: '$HTTP_X_Mine', values: { client: '${HOST}' } } };
    const text = '$foo $FOO $mapped $MAPPED';
    assert.equal(await ask({ set: { $Foo: '1' }, return: { code: 200, text } }, { maps }), '1 1 h h');
  });

  test('groups of regular expressions are such, too', async () => {
    const locations = { '~ ^/(?<First>.) (?P<second>.)$': { return: { code: 200, text: '$FIRST$first$Second' } } };
    assert.equal(await ask({ locations }), 'aab');
  });

  test('have the value of the map of their name before', async () => {
    const maps = { $v: { source: '$host', default: 'mapped', values: {} } };
    const set = { $before: '$v', $v: 'set' };
    assert.equal(await ask({ set, return: { code: 200, text: '$before $v' } }, { maps }), 'mapped set');
  });

  test("take the place of a header's variable, everywhere", async () => {
    const locations = {
      '/a': { return: { code: 200, text: '[$http_x_mine]' } },
      '/b': { set: { $http_x_mine: 'own' }, return: { code: 200 } },
    };
    assert.equal(await ask({ locations }), '[]');
  });
});

describe('set $args', () => {
  const set = { $args: 'c=$arg_b' };

  test('is what its variables show from there', async () => {
    const text = '$args $query_string $arg_c $arg_b $uri $request_uri';
    assert.equal(await ask({ set, return: { code: 200, text } }), 'c=1 c=1 1  /a b /a%20b?b=1');
  });

  test('is what a backend is asked, with the normalized URI', async () => {
    assert.equal(await askBackend({ set }), 'GET /a%20b?c=1 HTTP/1.1');
    assert.equal(await askBackend({ set }, '/x/'), 'GET /x/a%20b?c=1 HTTP/1.1');
    assert.equal(await askBackend({}), 'GET /a%20%62?b=1 HTTP/1.1');
  });
});
