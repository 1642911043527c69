import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { seedConfig, startTestProxy } from '../../support/test-proxy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { besideNginx } from '../support/beside-nginx.ts';
import { withoutNginx } from '../support/nginx.ts';

describe('a redirect', () => {
  test('leads a client that named no host to the address it came to', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(
      seedConfig(
        backend,
        {},
        {
          servers: [
            {
              listen: '127.0.0.1:0',
              serverName: 'named.test',
              locations: {
                '/chat/': { proxyPass: `http://${backend.address}` },
                '= /there': { return: { code: 302, text: '/x' } },
                '= /name': { return: { code: 200, text: '$host' } },
              },
            },
          ],
        },
      ),
    );
    const ask = async (request: string): Promise<string | undefined> => {
      using client = await proxy.connect();
      client.write(`${request}\r\n\r\n`);
      const answer = await client.response();
      return answer.get('Location') ?? answer.body.toString();
    };
    assert.equal(await ask('GET /chat HTTP/1.0'), `http://127.0.0.1:${proxy.port}/chat/`);
    assert.equal(await ask('GET /there HTTP/1.0'), `http://127.0.0.1:${proxy.port}/x`);
    assert.equal(await ask('GET /name HTTP/1.0'), 'named.test');
    assert.equal(await ask('GET /there HTTP/1.0\r\nHost: asked.test'), `http://asked.test:${proxy.port}/x`);
  });

  for (const lines of [
    'Location: http://u/a\r\nX: 1',
    'X: 1\r\nLocation: /a',
    'Location: http://v/a\r\nX: 1',
    'Location: http://w/a\r\nX: 1',
    'Refresh: 1; url=http://u/a\r\nX: 1',
  ])
    test(
      `of a backend is sent on as nginx does: ${lines.replaceAll('\r\n', ', ')}`,
      { skip: withoutNginx },
      async () => {
        await using backend = await startRawBackend(
          answering(() => `HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n${lines}\r\n\r\n`),
        );
        await using both = await besideNginx(`
        log_format to '$sent_http_location';
        access_log LOG to;
        server { listen LISTEN; location / {
          proxy_http_version 1.1; proxy_pass http://${backend.address};
          proxy_redirect http://u/ /here/; proxy_redirect http://v/ http://there/; } }`);
        await both.same(async (side) => {
          const answer = await side.ask('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
          const logged = await side.logged(1);
          // A later nginx joins several lines.
          return lines.split('Location').length > 2 ? answer : [answer, logged];
        });
      },
    );
});

describe('the address a client came to', () => {
  test('is logged when the connection is closed already', { skip: withoutNginx }, async () => {
    await using both = await besideNginx(`
      log_format at '$request_uri [$server_addr]'; access_log LOG at;
      server { listen LISTEN; location / { return 200 ok; } }`);
    for (const side of both.sides) {
      await side.ask('GET /a HTTP/1.0\r\n\r\n');
      assert.match((await side.logged(1)).join(), /^\/a \[unix:\/.*\.sock\]$/);
    }
  });

  test('is logged of a TCP connection, too', async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/log`;
    await using proxy = await startTestProxy({
      logFormats: { at: { format: '$server_addr:$server_port' } },
      accessLog: { path, format: 'at' },
      servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 200, text: 'ok' } } } }],
    });
    using client = await proxy.connect();
    client.write('GET /a HTTP/1.0\r\n\r\n');
    await client.ended();
    await eventually('its line', () => readFileSync(path, 'latin1') === `127.0.0.1:${proxy.port}\n`);
  });
});
