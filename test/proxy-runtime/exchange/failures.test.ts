import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocationConfig } from '../../../proxy-runtime/index.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { GET, ok, seedConfig, startTestProxy, UPGRADE_REQUEST } from '../../support/test-proxy.ts';
import { startDeafListener } from '../support/deaf-listener.ts';

interface Failing {
  readonly what: string;
  readonly status: '502 Bad Gateway' | '504 Gateway Time-out';
  /** What the backend does once it has the request. */
  readonly act: (upstream: RawSocket) => void | Promise<void>;
  readonly location?: LocationConfig;
  readonly log: RegExp;
}

const HEAD = 'HTTP/1.1 200 OK\r\n';

const FAILING: readonly Failing[] = [
  {
    what: 'closes without an answer',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.finish(),
    log: /prematurely closed connection/,
  },
  {
    what: 'closes in the middle of its head',
    status: '502 Bad Gateway',
    act: (upstream) => {
      upstream.write(`${HEAD}Content-Le`);
      upstream.finish();
    },
    log: /prematurely closed connection/,
  },
  { what: 'resets the connection', status: '502 Bad Gateway', act: (upstream) => upstream.reset(), log: /ECONNRESET/ },
  {
    what: 'resets it in the middle of its head',
    status: '502 Bad Gateway',
    act: async (upstream) => {
      upstream.write(HEAD);
      await delay(50);
      upstream.reset();
    },
    log: /ECONNRESET/,
  },
  {
    what: 'speaks no HTTP',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write('SSH-2.0-OpenSSH\r\n'),
    log: /no valid HTTP/,
  },
  {
    what: 'sends an empty line first',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write(`\r\n${HEAD}\r\n`),
    log: /no valid HTTP/,
  },
  {
    what: 'sends a bad header line',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write(`${HEAD}X Y: 1\r\n\r\n`),
    log: /invalid header/,
  },
  {
    what: 'sends NUL',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write(`${HEAD}X: \0\r\n\r\n`),
    log: /invalid header/,
  },
  {
    what: 'sends a length and a coding',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write(`${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`),
    log: /conflicting|Content-Length/,
  },
  {
    what: 'sends a head of more than proxyBufferSize',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write(`${HEAD}Set-Cookie: ${'x'.repeat(65_536)}\r\n\r\n`),
    log: /too big header/,
  },
  {
    what: 'sends a head without end',
    status: '502 Bad Gateway',
    act: (upstream) => upstream.write(`${HEAD}X: ${'x'.repeat(9000)}`),
    log: /too big header/,
  },
  {
    what: 'says nothing for proxyReadTimeout',
    status: '504 Gateway Time-out',
    act: () => undefined,
    location: { proxyReadTimeout: '500ms' },
    log: /timed out while reading response header from upstream/,
  },
  {
    what: 'sends its head too slowly: that is a deadline for all of it',
    status: '504 Gateway Time-out',
    act: async (upstream) => {
      upstream.write(HEAD);
      for (let i = 0; i < 100 && upstream.end === undefined; i++) {
        upstream.write('X: 1\r\n');
        await delay(50);
      }
      assert.notEqual(upstream.end, undefined, 'the pieces have moved the deadline');
    },
    location: { proxyReadTimeout: '500ms' },
    log: /timed out while reading response header from upstream/,
  },
];

describe('failures', { concurrency: true }, () => {
  describe('a backend that fails', { concurrency: true }, () => {
    for (const { what, status, act, location = {}, log } of FAILING) {
      for (const [kind, request] of Object.entries({ request: GET, upgrade: UPGRADE_REQUEST })) {
        test(`${what}: ${status} to the ${kind}, and the client goes on`, async () => {
          await using backend = await startRawBackend();
          await using proxy = await startTestProxy(seedConfig(backend, location));
          using client = await proxy.connect();
          client.write(request);
          const upstream = await backend.connection(0);
          await upstream.request();
          await act(upstream);
          const response = await client.response();
          assert.deepEqual([response.line, response.get('Connection')], [`HTTP/1.1 ${status}`, 'keep-alive']);
          assert.match(proxy.errorLines.join('\n'), log);
          const { status: logged, upstream_status } = await proxy.access(0);
          assert.deepEqual([logged, upstream_status], [Number(status.slice(0, 3)), Number(status.slice(0, 3))]);
          client.write(GET);
          const next = await backend.connection(1);
          await next.request();
          next.write(ok('lives'));
          assert.equal((await client.response()).body.toString(), 'lives');
          assert.equal(proxy.proxy.tunnels, 0);
        });
      }
    }

    test('refuses the connection: 502 at once', async () => {
      await using backend = await startRawBackend();
      await backend.close();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      for (const request of [GET, UPGRADE_REQUEST]) {
        client.write(request);
        const response = await client.response();
        assert.deepEqual([response.line, response.get('Connection')], ['HTTP/1.1 502 Bad Gateway', 'keep-alive']);
      }
      assert.match(proxy.errorLines[0] ?? '', /ECONNREFUSED.* while connecting to upstream/);
      assert.equal((await proxy.access(0))['upstream_addr'], backend.address);
    });

    test('does not accept the connection: 504 after proxyConnectTimeout', async () => {
      await using deaf = await startDeafListener();
      await using proxy = await startTestProxy(seedConfig(deaf, { proxyConnectTimeout: '500ms' }));
      using client = await proxy.connect();
      client.write(UPGRADE_REQUEST);
      assert.equal((await client.response()).line, 'HTTP/1.1 504 Gateway Time-out');
      assert.match(proxy.errorLines[0] ?? '', /timed out while connecting to upstream/);
    });

    test('does not take the request: 504 after proxySendTimeout', async () => {
      await using backend = await startRawBackend((connection) => connection.pause());
      await using proxy = await startTestProxy(
        seedConfig(backend, { proxySendTimeout: '500ms', clientMaxBodySize: '30m' }),
      );
      using client = await proxy.connect();
      client.write(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n`);
      client.write(Buffer.alloc(20_000_000));
      assert.equal((await client.response()).line, 'HTTP/1.1 504 Gateway Time-out');
      assert.match(proxy.errorLines[0] ?? '', /timed out while sending request to upstream/);
    });

    test('takes the request slowly, but takes it: that is no failure', async () => {
      await using backend = await startRawBackend((connection) => connection.pause());
      await using proxy = await startTestProxy(
        seedConfig(backend, { proxySendTimeout: '2s', clientMaxBodySize: '30m' }),
      );
      using client = await proxy.connect();
      const size = 20_000_000;
      client.write(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`);
      client.write(Buffer.alloc(size));
      const upstream = await backend.connection(0);
      for (let i = 0; i < 100 && upstream.receivedLength < size && upstream.end === undefined; i++) {
        await delay(200);
        const enough = upstream.receivedLength + 1_000_000;
        const onData = (): void => {
          if (upstream.receivedLength >= enough) upstream.pause();
        };
        upstream.socket.on('data', onData);
        upstream.resume();
        await delay(20);
        upstream.pause();
        upstream.socket.off('data', onData);
      }
      upstream.resume();
      await upstream.request();
      upstream.write(ok('slow'));
      assert.equal((await client.response()).body.toString(), 'slow');
    });
  });

  describe('a backend that fails in the middle of its body', { concurrency: true }, () => {
    const broken: readonly (readonly [string, string, (upstream: RawSocket) => void])[] = [
      ['closes before its length', 'Content-Length: 10\r\n\r\nhello', (upstream) => upstream.finish()],
      ['resets before its length', 'Content-Length: 10\r\n\r\nhello', (upstream) => upstream.reset()],
      [
        'closes before its last chunk',
        'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
        (upstream) => upstream.finish(),
      ],
      [
        'sends a bad chunk',
        'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
        (upstream) => upstream.write('xyz\r\n'),
      ],
      ['stops for proxyReadTimeout', 'Content-Length: 10\r\n\r\nhello', () => undefined],
    ];
    for (const [what, rest, act] of broken) {
      test(`${what}: the client can tell that the answer is not whole`, async () => {
        await using backend = await startRawBackend();
        await using proxy = await startTestProxy(seedConfig(backend, { proxyReadTimeout: '500ms' }));
        using client = await proxy.connect();
        client.write(GET);
        const upstream = await backend.connection(0);
        await upstream.request();
        upstream.write(HEAD + rest);
        await client.take(60);
        await delay(50);
        act(upstream);
        assert.equal(await client.ended(), 'fin');
        assert.match(client.text, /hello(\r\n)?$/);
        const { status, request_completion } = await proxy.access(0);
        assert.deepEqual([status, request_completion], [200, '']);
        if (!upstream.socket.destroyed) await upstream.ended();
      });
    }
  });
});
