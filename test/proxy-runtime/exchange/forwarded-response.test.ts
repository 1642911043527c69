import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocationConfig } from '../../../proxy-runtime/index.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, seedConfig, startTestProxy } from '../../support/test-proxy.ts';

const DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** The head a client gets for what a backend sends: status line and headers, without Server and Date of our own. */
async function forwarded(response: string, location: LocationConfig = {}): Promise<readonly string[]> {
  await using backend = await startRawBackend(answering(() => response));
  await using proxy = await startTestProxy(seedConfig(backend, location));
  using client = await proxy.connect();
  client.write(GET);
  const { line, headers } = await client.response();
  const [server, date, ...rest] = headers;
  assert.match(server ?? '', /^Server: wsproxy\/\d/);
  assert.match(date?.replace('Date: ', '') ?? '', DATE);
  return [line, ...rest];
}

describe('the response a client gets', () => {
  test("has the backend's status, reason and headers: order, case, bytes, repeats", async () => {
    const lines = [
      'Set-Cookie: a=1',
      'X-CamelCase: one',
      'set-cookie: b=2',
      'Content-Length: 0',
      'X-Bytes: caf\xe9\xa0',
      'Content-Type: text/x',
      'Empty:',
    ];
    assert.deepEqual(await forwarded(['HTTP/1.0 299 Weird  Reason', ...lines, '', ''].join('\r\n')), [
      ...['HTTP/1.1 299 Weird  Reason', 'Content-Type: text/x', 'Content-Length: 0', 'Connection: keep-alive'],
      ...['Set-Cookie: a=1', 'X-CamelCase: one', 'set-cookie: b=2', 'X-Bytes: caf\xe9\xa0', 'Empty: '],
    ]);
  });

  test("has not what concerns the backend's connection or nginx only", async () => {
    const lines = [
      'Server: theirs',
      'Date: theirs',
      'Connection: close',
      'Keep-Alive: 5',
      'X-Pad: x',
      'X-Accel-Redirect: /x',
      'X-Accel-Expires: 0',
      'X-Kept: 1',
    ];
    const head = await forwarded(['HTTP/1.1 200 OK', ...lines, 'Content-Length: 0', '', ''].join('\r\n'));
    assert.deepEqual(head, ['HTTP/1.1 200 OK', 'Content-Length: 0', 'Connection: keep-alive', 'X-Kept: 1']);
  });

  test('has the first of two lines of which one can be, and all of others', async () => {
    const lines = ['ETag: "a"', 'Expires: 0', 'X-Kept: 1', 'Expires: -1', 'ETag: "b"', 'etag: "c"', 'X-Kept: 2'];
    const head = await forwarded(['HTTP/1.1 200 OK', ...lines, 'Content-Length: 0', '', ''].join('\r\n'));
    assert.deepEqual(head.slice(3), ['ETag: "a"', 'Expires: 0', 'X-Kept: 1', 'X-Kept: 2']);
  });

  test('keeps Upgrade on any status, as it may be an offer', async () => {
    const head = await forwarded(
      'HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n',
    );
    assert.deepEqual(head.slice(-2), ['Connection: keep-alive', 'Upgrade: websocket']);
  });

  test('hides and passes what it is told to', async () => {
    const response = 'HTTP/1.1 200 OK\r\nX-Secret: 1\r\nX-Pad: 2\r\nContent-Length: 0\r\n\r\n';
    const head = await forwarded(response, { proxyHideHeader: ['x-secret'], proxyPassHeader: ['X-PAD'] });
    assert.deepEqual(head.slice(3), ['X-Pad: 2']);
  });

  test("has the backend's Server and Date instead of ours where they are passed", async () => {
    await using backend = await startRawBackend(
      answering(() => 'HTTP/1.1 200 OK\r\nServer: theirs\r\nDate: now\r\nContent-Length: 0\r\n\r\n'),
    );
    await using proxy = await startTestProxy(seedConfig(backend, { proxyPassHeader: ['Server', 'Date'] }));
    using client = await proxy.connect();
    client.write(GET);
    const { headers } = await client.response();
    assert.deepEqual(headers, ['Content-Length: 0', 'Connection: keep-alive', 'Server: theirs', 'Date: now']);
  });
});

describe('a redirect of the backend', () => {
  /** What becomes of `Location: TO`; BACKEND and PROXY stand for the addresses. */
  async function redirected(
    to: string,
    location: LocationConfig,
    key = '/app/',
    header = 'Location',
  ): Promise<string | undefined> {
    await using backend = await startRawBackend(
      answering(
        () => `HTTP/1.1 302 Found\r\n${header}: ${to.replace('BACKEND', backend.address)}\r\nContent-Length: 0\r\n\r\n`,
      ),
    );
    const proxyPass = location.proxyPass?.replace('BACKEND', backend.address) ?? '';
    await using proxy = await startTestProxy({
      servers: [{ listen: '127.0.0.1:0', locations: { [key]: { ...location, proxyPass } } }],
    });
    using client = await proxy.connect();
    client.write('GET /app/x HTTP/1.1\r\nHost: site.test\r\n\r\n');
    return (await client.response()).get(header)?.replace(String(proxy.port), 'PORT');
  }

  test('to its own address leads to the location', async () => {
    assert.equal(await redirected('http://BACKEND/', { proxyPass: 'http://BACKEND' }), 'http://site.test:PORT/');
    assert.equal(
      await redirected('http://BACKEND/root/a?b', { proxyPass: 'http://BACKEND/root/' }),
      'http://site.test:PORT/app/a?b',
    );
  });

  test('to elsewhere stays', async () => {
    for (const to of ['http://elsewhere/', '/relative', 'http://BACKENDx/', 'https://BACKEND/root/']) {
      const seen = await redirected(to, { proxyPass: 'http://BACKEND/root/' });
      assert.equal(seen?.replace(/127\.0\.0\.1:\d+/, 'BACKEND'), to);
    }
  });

  test('stays where proxyRedirect is off', async () => {
    assert.match(
      (await redirected('http://BACKEND/x', { proxyPass: 'http://BACKEND', proxyRedirect: 'off' })) ?? '',
      /^http:\/\/127/,
    );
  });

  test('by Refresh is one, too', async () => {
    assert.equal(
      await redirected('5; url=http://BACKEND/root/x', { proxyPass: 'http://BACKEND/root/' }, '/app/', 'Refresh'),
      '5; url=/app/x',
    );
  });
});
