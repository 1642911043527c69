import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { GET, ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';

const PATTERN = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 251));
const HEAD = 'HTTP/1.1 200 OK\r\n';

/** Sends `request`, lets the backend answer, and gives what the client got. */
async function exchange(
  request: string,
  answer: (upstream: RawSocket) => void | Promise<void>,
  read: (client: RawSocket) => Promise<void>,
): Promise<void> {
  await using backend = await startRawBackend();
  await using proxy = await startTestProxy(seedConfig(backend));
  using client = await proxy.connect();
  client.write(request);
  const upstream = await backend.connection(0);
  await upstream.request();
  await answer(upstream);
  await read(client);
}

describe("a response's body", () => {
  test('with a length keeps it', async () => {
    await exchange(
      GET,
      (upstream) => {
        upstream.write(`${HEAD}Content-Length: ${PATTERN.length}\r\n\r\n`);
        upstream.write(PATTERN);
      },
      async (client) => {
        const { body, chunked } = await client.response();
        assert.ok(body.equals(PATTERN));
        assert.equal(chunked, false);
      },
    );
  });

  test('in chunks comes in chunks, byte for byte, wherever they were split', async () => {
    const coded = `${HEAD}Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n7\r\n, world\r\n0\r\nTrailer: x\r\n\r\n`;
    for (let at = 1; at < coded.length; at += 2) {
      await exchange(
        GET,
        async (upstream) => {
          upstream.write(coded.slice(0, at));
          await delay(1);
          upstream.write(coded.slice(at));
        },
        async (client) => {
          const { body, chunked } = await client.response();
          assert.deepEqual([body.toString(), chunked], ['hello, world', true], `split at ${at}`);
        },
      );
    }
  });

  test('without length ends with the connection: in chunks for HTTP/1.1, whose connection goes on', async () => {
    await exchange(
      GET,
      (upstream) => {
        upstream.write(`${HEAD}\r\n`);
        upstream.write(PATTERN);
        upstream.finish();
      },
      async (client) => {
        const response = await client.response();
        assert.ok(response.body.equals(PATTERN));
        assert.deepEqual([response.chunked, response.get('Connection')], [true, 'keep-alive']);
      },
    );
  });

  test('without length is never chunked for HTTP/1.0, and ends with the connection', async () => {
    for (const answer of [`${HEAD}\r\nhello`, `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`]) {
      await exchange(
        'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
        (upstream) => {
          upstream.write(answer);
          upstream.finish();
        },
        async (client) => {
          const response = await client.response();
          assert.deepEqual(
            [response.body.toString(), response.chunked, response.get('Connection')],
            ['hello', false, 'close'],
          );
        },
      );
    }
  });

  test('is all there is for HTTP/0.9', async () => {
    await exchange(
      'GET /old\r\n',
      (upstream) => upstream.write(ok('bare')),
      async (client) => {
        assert.equal(await client.ended(), 'fin');
        assert.equal(client.text, 'bare');
      },
    );
  });

  const bodiless: readonly (readonly [string, string, string])[] = [
    ['HEAD with a length', 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', `${HEAD}Content-Length: 5\r\n\r\n`],
    ['HEAD in chunks', 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`],
    ['HEAD without length', 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', `${HEAD}\r\n`],
    ['204', GET, 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['304 with a length', GET, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'],
    ['204 in chunks', GET, 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ];
  for (const [what, request, answer] of bodiless) {
    test(`is none for ${what}: the next request is not kept waiting`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(seedConfig(backend));
      using client = await proxy.connect();
      client.write(request + GET);
      (await backend.connection(0)).write(answer);
      const response = await client.response({ bodiless: true });
      assert.equal(response.line.slice(9, 12), answer.slice(9, 12));
      (await backend.connection(1)).write(ok('next'));
      assert.equal((await client.response()).body.toString(), 'next');
    });
  }

  test('ends where its length ends, whatever comes behind it', async () => {
    await exchange(
      GET,
      (upstream) => upstream.write(`${ok('hello')}${ok('smuggled')}`),
      async (client) => {
        assert.equal((await client.response()).body.toString(), 'hello');
        await delay(50);
        assert.equal(client.text, '');
      },
    );
  });

  test('comes to the client as it comes from the backend', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    upstream.write(`${HEAD}Content-Type: text/event-stream\r\n\r\n`);
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      upstream.write(event);
      const seen = await client.take(client.received.length + 1).then((bytes) => bytes.toString('latin1'));
      if (!seen.includes(event)) await client.take(event.length - 1);
    }
  });

  test('is not read faster than the client reads it', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.pause();
    client.write(GET);
    const upstream = await backend.connection(0);
    await upstream.request();
    const size = 60_000_000;
    upstream.write(`${HEAD}Content-Length: ${size}\r\n\r\n`);
    upstream.write(Buffer.alloc(size, 'x'));
    await delay(500);
    assert.ok(upstream.socket.writableLength > 0, 'the backend is held back');
    client.resume();
    assert.equal((await client.response()).body.length, size);
  });

  test('without a length is cut short where the connection breaks: only FIN is its end', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(GET);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(`${HEAD}\r\nhalf of it`);
    await eventually('the first half', () => client.text.endsWith('half of it\r\n'));
    upstream.reset();
    await client.ended();
    assert.ok(client.text.endsWith('a\r\nhalf of it\r\n'), client.text);
    const { cause, request_completion } = await proxy.access(0);
    assert.deepEqual([cause, request_completion], ['upstream_incomplete', '']);
    assert.match(proxy.errorLines.join('\n'), /ECONNRESET while reading upstream, upstream: "127/);
  });
});
