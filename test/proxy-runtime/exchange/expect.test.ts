import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { ok } from '../../support/test-proxy.ts';
import { besideNginx } from '../support/beside-nginx.ts';
import { withoutNginx } from '../support/nginx.ts';

const PATHS = ['/', '/dead', '/text', '/204', '/302', '/404', '/404-text', '/denied', '/nothing', '/limited'];

/** What is behind the request line and Host. */
const REQUESTS: readonly string[] = [
  'Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc',
  'expect: 100-CONTINUE\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'Expect: 100-continue\r\n\r\n',
  'Expect: 100-continue\r\nContent-Length: 0\r\n\r\n',
  'Expect: something\r\nContent-Length: 3\r\n\r\nabc',
];

describe('as nginx does it', { skip: withoutNginx }, () => {
  test('who expects 100 gets it, unless an error page comes instead', async () => {
    await using backend = await startRawBackend(answering(() => ok('answer', 'Connection: close\r\n')));
    await using both = await besideNginx(`
      log_format sent '$status $bytes_sent $body_bytes_sent';
      access_log LOG sent;
      proxy_http_version 1.1;
      server {
        listen LISTEN;
        location / { proxy_pass http://${backend.address}; }
        location = /dead { proxy_pass http://127.0.0.1:1; }
        location = /text { return 200 text; }
        location = /204 { return 204; }
        location = /302 { return 302 /; }
        location = /404 { return 404; }
        location = /404-text { return 404 text; }
        location = /denied { deny all; proxy_pass http://${backend.address}; }
        location /nothing { }
        location = /limited { client_max_body_size 2; proxy_pass http://${backend.address}; }
      }`);
    let lines = 0;
    const seen = new Set<string>();
    for (const path of PATHS)
      for (const request of REQUESTS) {
        const [, answer] = await both.same(async (side) => {
          const text = await side.ask(`POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${request}`);
          return [path + request, text, (await side.logged(lines + 1)).slice(lines)] as const;
        });
        lines++;
        seen.add(answer.slice(0, 'HTTP/1.1 100'.length));
      }
    assert.deepEqual(
      [...seen].sort(),
      ['100', '200', '204', '302', '403', '404', '413', '502'].map((code) => `HTTP/1.1 ${code}`),
    );
    await both.same((side) => side.ask('POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc'));
  });
});
