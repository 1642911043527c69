import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startProxy, type LocationConfig, type ProxyConfig } from '../../../proxy-runtime/index.ts';
import type { RawMessage } from '../../support/http-message.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { startTestProxy } from '../../support/test-proxy.ts';

async function ask(
  locations: Readonly<Record<string, LocationConfig>>,
  request: string,
  http: Partial<ProxyConfig> = {},
): Promise<RawMessage & { readonly port: number }> {
  await using proxy = await startTestProxy({ servers: [{ listen: '127.0.0.1:0', locations }], ...http });
  using client = await proxy.connect();
  client.write(request);
  return { ...(await client.response({ bodiless: request.startsWith('HEAD') })), port: proxy.port };
}

const get = (path: string, method = 'GET'): string => `${method} ${path} HTTP/1.1\r\nHost: Site.Test:99\r\n\r\n`;
const answer = (code: number, text?: string): Record<string, LocationConfig> => ({
  '/': { return: text === undefined ? { code } : { code, text } },
});

describe('an answer without a backend', () => {
  test('is 404 where there is no location', async () => {
    const { line, get: header } = await ask({ '/a': { return: { code: 200 } } }, get('/b'));
    assert.deepEqual([line, header('Connection')], ['HTTP/1.1 404 Not Found', 'keep-alive']);
  });

  test('is a text', async () => {
    const { line, body, get: header } = await ask(answer(200, 'café $uri ☕'), get('/x'));
    assert.deepEqual([line, header('Content-Type'), body.toString()], ['HTTP/1.1 200 OK', 'text/plain', 'café /x ☕']);
  });

  test('is the page of its status', async () => {
    const { line, body } = await ask(answer(503), get('/'));
    assert.equal(line, 'HTTP/1.1 503 Service Temporarily Unavailable');
    assert.match(body.toString(), /<center><h1>503 Service Temporarily Unavailable<\/h1><\/center>/);
  });

  test('has an empty reason where nginx knows none', async () => {
    assert.equal((await ask(answer(426), get('/'))).line, 'HTTP/1.1 426 ');
  });

  test('has no body for HEAD, 204 and 304, and tells its length but for 204', async () => {
    const told = async (asked: Parameters<typeof ask>): Promise<readonly (string | undefined)[]> => {
      const { body, get: header } = await ask(...asked);
      return [body.toString(), header('Content-Type'), header('Content-Length')];
    };
    assert.deepEqual(await told([answer(200, 'text'), get('/', 'HEAD')]), ['', 'text/plain', '4']);
    assert.deepEqual(await told([answer(204, 'text'), get('/')]), ['', undefined, undefined]);
    assert.deepEqual(await told([answer(304, 'text'), get('/')]), ['', 'text/plain', '4']);
    assert.deepEqual(await told([answer(304), get('/')]), ['', 'text/plain', '0']);
  });

  test('is none where nginx has none: for 408, 444 and 499 without a text', async () => {
    for (const code of [408, 444, 499]) {
      await using proxy = await startTestProxy({ servers: [{ listen: '127.0.0.1:0', locations: answer(code) }] });
      using client = await proxy.connect();
      client.write(get('/'));
      assert.equal(await client.ended(), 'fin');
      assert.equal(client.receivedLength, 0);
      assert.equal((await proxy.access(0))['status'], code);
    }
    assert.equal((await ask(answer(444, 'text'), get('/'))).line, 'HTTP/1.1 444 ');
  });

  test('closes the connection after an error of some kinds, unless the configuration has a text for it', async () => {
    assert.equal((await ask(answer(500), get('/'))).get('Connection'), 'close');
    assert.equal((await ask(answer(500, 'text'), get('/'))).get('Connection'), 'keep-alive');
    assert.equal((await ask(answer(494), get('/'))).line, 'HTTP/1.1 400 Bad Request');
  });

  test('names another place in front of Connection only if that is of its own making', async () => {
    const place = async (text: string): Promise<boolean> => {
      const names = (await ask(answer(301, text), get('/'))).headers.map((line) => line.split(':')[0]);
      return names.indexOf('Location') < names.indexOf('Connection');
    };
    assert.equal(await place('/own'), true);
    assert.equal(await place('https://other.test/'), false);
  });

  test('is a redirect', async () => {
    const to = async (code: number, text: string): Promise<string | undefined> =>
      (await ask(answer(code, text), get('/x?y'))).get('Location');
    assert.equal(await to(301, 'https://$host$request_uri'), 'https://site.test/x?y');
    assert.match((await to(302, '/other')) ?? '', /^http:\/\/site\.test:\d+\/other$/);
  });

  test('can not be given a header by what stands in a path', async () => {
    const { headers } = await ask(answer(302, 'http://other$uri'), get('/a%0d%0aSet-Cookie:%20x'));
    assert.ok(!headers.some((line) => line.startsWith('Set-Cookie')), headers.join('|'));
  });

  test('444 is none: the connection is closed', async () => {
    await using proxy = await startTestProxy({ servers: [{ listen: '127.0.0.1:0', locations: answer(444) }] });
    using client = await proxy.connect();
    client.write(get('/'));
    assert.equal(await client.ended(), 'fin');
    assert.equal(client.text, '');
    assert.equal((await proxy.access(0))['status'], 444);
  });

  test('leads from /chat to /chat/, as nginx does', async () => {
    const locations = { '/chat/': { proxyPass: 'http://127.0.0.1:1' } };
    const { line, port, get: header } = await ask(locations, get('/chat?a=b'));
    assert.deepEqual(
      [line, header('Location')],
      ['HTTP/1.1 301 Moved Permanently', `http://site.test:${port}/chat/?a=b`],
    );
    assert.equal((await ask(locations, get('/chat'), { absoluteRedirect: 'off' })).get('Location'), '/chat/');
    assert.equal(
      (await ask(locations, get('/chat'), { portInRedirect: 'off' })).get('Location'),
      'http://site.test/chat/',
    );
  });

  test('matches a location in UTF-8', async () => {
    const { line } = await ask({ '/café/': { return: { code: 200 } } }, get('/caf%C3%A9/'));
    assert.equal(line, 'HTTP/1.1 200 OK');
  });

  test('does not begin the next one before the body of its request is over', async () => {
    await using proxy = await startTestProxy({
      servers: [{ listen: '127.0.0.1:0', locations: answer(200, '$request_uri') }],
    });
    using client = await proxy.connect();
    client.write('POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n');
    assert.equal((await client.response()).body.toString(), '/1');
    client.write('GET /evil HTTP/1.1\r\nHost: a\r\n\r\n'.padEnd(30).slice(0, 30));
    client.write(get('/2'));
    assert.equal((await client.response()).body.toString(), '/2');
  });

  test('is chosen by the server of the host', async () => {
    const server = (serverName: string): ProxyConfig['servers'][number] => ({
      listen: '127.0.0.1:1',
      serverName,
      locations: answer(200, serverName),
    });
    const proxy = await startProxy(
      { servers: [server('a.test'), server('*.b.test')], accessLog: 'off' },
      { mapListen: () => ({ host: '127.0.0.1', port: 0 }) },
    );
    try {
      using client = await connectRaw(proxy.addresses[0]?.port ?? 0);
      for (const [host, name] of [
        ['x.B.test', '*.b.test'],
        ['other', 'a.test'],
        ['A.TEST:1', 'a.test'],
      ]) {
        client.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
        assert.equal((await client.response()).body.toString(), name);
      }
      client.write('GET http://x.b.test/ HTTP/1.1\r\nHost: a.test\r\n\r\n');
      assert.equal((await client.response()).body.toString(), '*.b.test');
    } finally {
      await proxy.close();
    }
  });
});
