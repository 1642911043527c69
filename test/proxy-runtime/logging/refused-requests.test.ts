import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { besideNginx, type BesideNginx, type Side } from '../support/beside-nginx.ts';
import { withoutNginx } from '../support/nginx.ts';

const FORMAT = [
  ...['$status', '$request', '$request_method', '$request_uri', '$uri', '$args', '$is_args', '$host', '$server_name'],
  ...['$request_length', '$http_host', '$http_x', '$content_length', '$bytes_sent', '$body_bytes_sent', '$arg_x'],
  ...['$request_completion', '$pipe', '$connection_requests', '$http_upgrade', '$remote_user'],
].join('|');

const start = (headerTimeout = '10s'): Promise<BesideNginx> =>
  besideNginx(`
    log_format all '${FORMAT}';
    access_log LOG all;
    client_header_timeout ${headerTimeout};
    server { listen LISTEN; server_name first; location / { return 200 ok; } }
    server { listen LISTEN; server_name b ~^re(.); access_log LOG all; add_header X-Server "b $1" always; merge_slashes off;
             location / { return 200 'ok $uri'; } }`);

const HOST = 'Host: b\r\n';

/** Requests that are answered with an error. */
const REFUSED: readonly string[] = [
  `GET /bad HTTP/1.1\r\n${HOST}X : y\r\n\r\n`,
  `HEAD /bad HTTP/1.1\r\n${HOST}X : y\r\n\r\n`,
  `GET /x?x=1 HTTP/1.1\r\n${HOST}Content-Length: 5\r\nContent-Length: 5\r\n\r\n`,
  `GET /x?x=1 HTTP/1.1\r\nX: 1\r\n${HOST}Host: first\r\n\r\nrest`,
  `GET /a//b%20c?x=1#f HTTP/1.1\r\n${HOST}Upgrade: w\r\nAuthorization: Basic YTpi\r\nX : 1\r\n\r\n`,
  'GET / HTTP/1.1\r\nHost: re1\r\nX : y\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: other\r\nX : y\r\n\r\n',
  'GET /h HTTP/1.1\r\nHost: b/x\r\nX: 1\r\n\r\n',
  'GET /no-host HTTP/1.1\r\nX: 1\r\n\r\nrest',
  'GET http://b/abs?q HTTP/1.1\r\nX : 1\r\n\r\n',
  'GET http://b..c/abs?q HTTP/1.1\r\nX: 1\r\n\r\n',
  `TRACE /t?x=2 HTTP/1.1\r\n${HOST}X: 1\r\n\r\n`,
  `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip\r\nX: 1\r\n\r\nbody`,
  `POST / HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nbody`,
  `GET / HTTP/1.1\r\n${HOST}X: ${'u'.repeat(9000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${HOST}${'A: b\r\n'.repeat(1001)}\r\n`,
  // What is wrong with the line itself is the default server's business, and its target has no URI.
  `GET /../x?y HTTP/1.1\r\n${HOST}X: 1\r\n\r\n`,
  `GET /%00?y HTTP/1.1\r\n${HOST}\r\n`,
  `GET /v HTTP/2.0\r\n${HOST}\r\n`,
  `GET /v HTTP/3\r\n`,
  'HEAD /v HTTP/2.0\r\n\r\n',
  'HEAD /b\x01 HTTP/1.1\r\n\r\n',
  'GET /a b HTTP/1.1\r\n\r\n',
  'get /v HTTP/1.1\r\n\r\n',
  `get ${'x'.repeat(3000)}`,
  'GARBAGE\x01\x02\r\n',
  '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
  `GET /${'u'.repeat(9000)} HTTP/1.1\r\n${HOST}\r\n`,
  'GET / HTTP/1.1\r\r\nHost: b\r\n\r\n',
  `GET / HTTP/1.1\r\n${HOST}\r\r\n`,
  'GET /\r\r\n',
  // HTTP/0.9
  'POST /\r\n\r\n',
  'HEAD /..\r\n',
  'GET /..\r\n',
  'GET http://b\r\n',
  // On a connection that had a request before.
  `GET / HTTP/1.1\r\n${HOST}\r\nGET /second?x=2 HTTP/1.1\r\n${HOST}X : y\r\n\r\n`,
  `GET / HTTP/1.1\r\n${HOST}\r\n\x81\x05`,
];

/** Heads that are no more than begun. */
const HALVES: readonly string[] = [
  'GET /half HTTP/1.1\r\nHost: x\r\nCoo',
  `GET /half HTTP/1.1\r\n${HOST}X: 1\r\nHost`,
  'GET /half HTTP/1.1\r\n',
  'GET /ha',
  'HEAD ',
  '\r\n',
  '\r\nG',
  `GET /first HTTP/1.1\r\n${HOST}\r\nGET /se`,
  `GET /first HTTP/1.1\r\n${HOST}\r\nGET /second HTTP/1.1\r\n${HOST}`,
];

/** The lines a client has added to the log, one for each request that began. */
async function linesOf(side: Side, request: string, before: number): Promise<string[]> {
  return (await side.logged(before + (request.startsWith('GET /first') ? 2 : 1))).slice(before);
}

describe('as nginx has it', { skip: withoutNginx }, () => {
  test('a request that is refused is answered and logged', async () => {
    await using both = await start();
    let lines = 0;
    for (const request of REFUSED) {
      const count = request.includes(`${HOST}\r\nGET`) || request.endsWith('\x81\x05') ? 2 : 1;
      await both.same(async (side) => {
        const answer = await side.ask(request);
        return [request, answer, (await side.logged(lines + count)).slice(lines)];
      });
      lines += count;
    }
  });

  for (const [how, status, end] of [
    ['ends', 400, (client) => client.finish()],
    ['is silent', 408, () => undefined],
  ] as const satisfies readonly (readonly [string, number, (client: Awaited<ReturnType<Side['connect']>>) => void])[])
    test(`a request is logged whose client ${how} in the middle of its head`, async () => {
      await using both = await start(status === 408 ? '200ms' : undefined);
      let lines = 0;
      for (const request of HALVES) {
        const logged = await both.same(async (side) => {
          using client = await side.connect();
          client.write(request);
          if (request.startsWith('GET /first')) await client.response();
          end(client);
          return await linesOf(side, request, lines);
        });
        lines += logged.length;
        assert.ok(logged.at(-1)?.startsWith(`${status}|`), logged.join('\n'));
      }
    });

  test('who says nothing is not logged', async () => {
    await using both = await start();
    for (const side of both.sides) {
      using silent = await side.connect();
      silent.finish();
      await silent.ended();
      await side.ask('get');
      assert.match((await side.logged(1)).join(), /^400\|get\|/);
    }
  });

  test('blank lines are no part of a request, and slashes are merged as the default server says', async () => {
    await using both = await start();
    const [answer, lines] = await both.same(async (side) => {
      const text = await side.ask(`\r\n\n\r\nGET //x//y HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
      return [text, await side.logged(1)] as const;
    });
    assert.match(answer, /ok \/x\/y$/);
    assert.match(lines.join(), /^200\|GET \/\/x\/\/y HTTP\/1.1\|.*\|51\|b\|/);
  });
});
