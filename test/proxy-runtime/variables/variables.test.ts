import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { answering, startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy, type TestProxy } from '../../support/test-proxy.ts';

/** What is sent, and what the backend then gets as the value of a header set to the variable. */
const VARIABLES: readonly (readonly [string, string])[] = [
  ['$args', 'a=1&B=%20&c'],
  ['$query_string', 'a=1&B=%20&c'],
  ['$is_args', '?'],
  ['$arg_a', '1'],
  ['$arg_b', '%20'],
  ['$arg_c', ''],
  ['$cookie_id', 'x=y'],
  ['$cookie_other', '2'],
  ['$http_x_custom', 'one, two'],
  ['$http_host', 'Example.TEST:99'],
  ['$http_missing', ''],
  ['$host', 'example.test'],
  ['$server_name', 'first.test'],
  ['$uri', '/p/b'],
  ['$document_uri', '/p/b'],
  ['$request_uri', '/p/a/../%62?a=1&B=%20&c'],
  ['$request_method', 'GET'],
  ['$request', 'GET /p/a/../%62?a=1&B=%20&c HTTP/1.1'],
  ['$server_protocol', 'HTTP/1.1'],
  ['$scheme', 'http'],
  ['$remote_addr', '127.0.0.1'],
  ['$server_addr', '127.0.0.1'],
  ['$hostname', hostname()],
  ['$connection_requests', '1'],
  ['$proxy_add_x_forwarded_for', '1.1.1.1, 2.2.2.2, 127.0.0.1'],
  ['$content_type', 'text/x'],
  ['${host}s', 'example.tests'],
  ['<$host-$scheme>', '<example.test-http>'],
  ['$mapped', 'both EXAMPLE'],
  ['$unmapped', 'fallback http'],
  ['$by_empty', 'was empty'],
  ['$by_case', 'whatever its case'],
];

const REQUEST = [
  'GET /p/a/../%62?a=1&B=%20&c HTTP/1.1',
  'Host: Example.TEST:99',
  'X-Custom: one',
  'x-custom: two',
  'Cookie: ID=x=y; other=2',
  'X-Forwarded-For: 1.1.1.1',
  'X-Forwarded-For: 2.2.2.2',
  'Content-Type: text/x',
  '',
  '',
].join('\r\n');

describe('variables', () => {
  let backend: RawBackend;
  let proxy: TestProxy;
  let seen = '';
  before(async () => {
    backend = await startRawBackend(
      answering((head) => {
        seen = head;
        return ok('');
      }),
    );
    const proxySetHeader = Object.fromEntries(VARIABLES.map(([text], index) => [`V-${index}`, `[${text}]`]));
    const maps = {
      $mapped: { source: '$inner', values: { 'of-Example.test': 'both EXAMPLE' } },
      $inner: { source: '$host', default: 'of-$host', values: {} },
      $unmapped: { source: '$host', default: 'fallback $scheme', values: { other: 'x' } },
      $by_case: { source: '$http_host', values: { 'example.TEST:99': 'whatever its case' } },
      $by_empty: { source: '$http_missing', default: 'x', values: { '': 'was empty' } },
    };
    const config = seedConfig(backend, {}, { maps, proxySetHeader });
    const [server] = config.servers;
    proxy = await startTestProxy({
      ...config,
      servers: [{ listen: 0, locations: {}, ...server, serverName: 'first.test' }],
    });
  });
  after(async () => {
    await proxy.proxy.close();
    await backend.close();
  });

  test('are those of nginx', async () => {
    using client = await proxy.connect();
    client.write(REQUEST);
    await client.response();
    for (const [index, [text, value]] of VARIABLES.entries()) {
      assert.equal(new RegExp(`^V-${index}: \\[(.*)\\]$`, 'm').exec(seen)?.[1], value, text);
    }
  });
});

test('$pipe is p for a request that came with the one before it', async () => {
  const location = { return: { code: 200, text: '$pipe' } };
  await using proxy = await startTestProxy({ servers: [{ listen: '127.0.0.1:0', locations: { '/': location } }] });
  using client = await proxy.connect();
  const body = async (): Promise<string> => (await client.response()).body.toString();
  client.write(`${GET}${GET}${GET}`);
  assert.deepEqual([await body(), await body(), await body()], ['.', 'p', 'p']);
  client.write(GET);
  assert.equal(await body(), '.');
});
