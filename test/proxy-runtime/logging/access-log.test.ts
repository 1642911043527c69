import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

describe('the access log', () => {
  test('has one line of JSON for a request', async () => {
    await using backend = await startRawBackend(answering(() => ok('hello')));
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    const before = Date.now();
    client.write(
      'GET /path?query HTTP/1.1\r\nHost: Example.Test\r\nUser-Agent: a "b"\r\nX-Forwarded-For: 1.1.1.1\r\nX-Amzn-Trace-Id: Root=1\r\n\r\n',
    );
    await client.response();
    const {
      time,
      request_time,
      upstream_connect_time,
      upstream_header_time,
      upstream_response_time,
      bytes_sent,
      upstream_bytes_sent,
      ...line
    } = await proxy.access(0);
    assert.deepEqual(line, {
      remote_addr: '127.0.0.1',
      request_method: 'GET',
      host: 'example.test',
      uri: '/path',
      server_protocol: 'HTTP/1.1',
      status: 200,
      body_bytes_sent: 5,
      request_completion: 'OK',
      upstream_addr: backend.address,
      upstream_status: 200,
      upstream_bytes_received: ok('hello').length,
      http_user_agent: 'a "b"',
      http_x_forwarded_for: '1.1.1.1',
      http_x_amzn_trace_id: 'Root=1',
    });
    assert.ok(Date.parse(String(time)) >= before - 1);
    for (const seconds of [request_time, upstream_connect_time, upstream_header_time, upstream_response_time]) {
      assert.ok(typeof seconds === 'number' && seconds >= 0 && seconds < 10, String(seconds));
    }
    assert.equal(bytes_sent, client.receivedLength);
    assert.equal(upstream_bytes_sent, backend.connections[0]?.receivedLength);
    assert.equal(proxy.accessLines.length, 1);
  });

  test('has the line of a tunnel when it is over, not before', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using tunnel = await openTunnel(proxy, backend);
    tunnel.backend.write('x');
    await tunnel.client.take(1);
    assert.equal(proxy.accessLines.length, 0);
    tunnel.client.finish();
    const { status, http_upgrade, uri } = await proxy.access(0);
    assert.deepEqual([status, http_upgrade, uri], [101, 'websocket', '/socket']);
  });

  for (const [what, format, expected] of [
    ['what came', '$status "$request" $http_upgrade $http_host', '101 "GET /socket HTTP/1.1" websocket example.test'],
    ['what was made of it', '$given $mapped', 'websocket 101 for /socket'],
  ] as const)
    test(`of a tunnel shows ${what}`, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'access-log-'));
      t.after(() => rmSync(folder, { recursive: true }));
      const path = join(folder, 'a.log');
      await using backend = await startRawBackend();
      const location = { set: { $given: '$http_upgrade' }, accessLog: { path, format: 'a' } };
      const http = {
        logFormats: { a: { format } },
        maps: { $mapped: { source: '$given', values: { websocket: '$upstream_status for $uri' } } },
        proxySetHeader: { Upgrade: '$given', Connection: 'upgrade' },
      };
      {
        await using proxy = await startTestProxy(seedConfig(backend, location, http));
        using tunnel = await openTunnel(proxy, backend);
        tunnel.client.finish();
        await tunnel.client.ended();
      }
      assert.equal(readFileSync(path, 'latin1'), `${expected}\n`);
    });

  test('never has the query, where WebSocket clients keep their tokens', async () => {
    await using backend = await startRawBackend(answering(() => ok('')));
    await using proxy = await startTestProxy(seedConfig(backend, {}, { clientHeaderTimeout: '300ms' }));
    const requests = [
      'GET /a?secret HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET http://a/?secret HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET http://a?secret HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /?secret\r\n',
      'GET /a?secret HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
      'GET /../?secret HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /a?secret HTTP/2.0\r\n',
      'get /a?secret HTTP/1.1\r\n',
      'GET /?secret HTTP/1.1\r\nHost:',
      `GET /?secret${'x'.repeat(9000)}`,
    ];
    for (const [index, request] of requests.entries()) {
      using client = await proxy.connect();
      client.write(request);
      await proxy.access(index);
    }
    assert.doesNotMatch([...proxy.accessLines, ...proxy.errorLines].join('\n'), /secret/);
  });

  test('can not be forged by control characters', async () => {
    await using backend = await startRawBackend(answering(() => ok('')));
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    const evil = '\x1b[2J\x9b2J\x7f\x85"\\\t\x01{"status":200}';
    client.write(
      `GET /%0d%0a%1b\xff HTTP/1.1\r\nHost: a\r\nUser-Agent: ${evil}\r\nUpgrade: ${evil}\r\nX-Forwarded-For: ${evil}\r\n\r\n`,
    );
    await client.response();
    const [line = ''] = proxy.accessLines;
    assert.doesNotMatch(line, /[\0-\x1f\x7f-\x9f\u2028\u2029]/);
    assert.match(String((JSON.parse(line) as Record<string, unknown>)['http_user_agent']), /\{"status":200\}$/);
  });

  test('of an error names no byte a terminal would obey', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x1b[2J\x9b\r\n\r\n');
    assert.equal((await client.response()).line, 'HTTP/1.1 501 Not Implemented');
    assert.match(proxy.errorLines.join(), /Transfer-Encoding/);
  });

  test('is silent where it is off', async () => {
    await using backend = await startRawBackend(answering(() => ok('')));
    await using proxy = await startTestProxy(upstreamConfig([backend], { accessLog: 'off' }));
    using client = await proxy.connect();
    client.write(GET);
    await client.response();
    client.write('get / HTTP/1.1\r\n');
    await client.ended();
    assert.deepEqual(
      proxy.accessLines.map((line) => (JSON.parse(line) as Record<string, unknown>)['status']),
      [400],
      'only what found no location',
    );
  });
});
