import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocationConfig } from '../../../proxy-runtime/index.ts';
import { startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { GET, ok, seedConfig, startTestProxy, type TestProxy } from '../../support/test-proxy.ts';

interface Place extends AsyncDisposable {
  readonly backend: RawBackend;
  readonly proxy: TestProxy;
  readonly client: RawSocket;
}

async function start(location: LocationConfig = {}): Promise<Place> {
  const backend = await startRawBackend();
  const proxy = await startTestProxy(seedConfig(backend, location));
  const client = await proxy.connect();
  return {
    backend,
    proxy,
    client,
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await proxy.proxy.close();
      await backend.close();
    },
  };
}

const post = (header: string, body = ''): string => `POST / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n${body}`;

describe("a request's body", { concurrency: true }, () => {
  test('is read whole before a backend is asked', async () => {
    await using place = await start();
    const { backend, client } = place;
    client.write(post('Content-Length: 10', 'hello'));
    await delay(100);
    assert.equal(backend.connections.length, 0);
    client.write('world');
    const request = await (await backend.connection(0)).request();
    assert.deepEqual([request.get('Content-Length'), request.body.toString()], ['10', 'helloworld']);
  });

  test('that was chunked has a length then', async () => {
    await using place = await start();
    place.client.write(post('Transfer-Encoding: chunked', '5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n'));
    const request = await (await place.backend.connection(0)).request();
    assert.deepEqual([request.get('Content-Length'), request.chunked, request.body.toString()], ['6', false, 'hello!']);
  });

  test('comes whole wherever the request is split', async () => {
    await using place = await start();
    const { backend, client } = place;
    const text = post('Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n');
    for (let at = 1; at < text.length; at += 3) {
      const before = backend.connections.length;
      client.write(text.slice(0, at));
      await delay(1);
      client.write(text.slice(at));
      const upstream = await backend.connection(before);
      assert.equal((await upstream.request()).body.toString(), 'hello', `split at ${at}`);
      upstream.write(ok('x'));
      await client.response();
    }
  });

  test('of no length has a length of 0; without a body there is none', async () => {
    await using place = await start();
    const { backend, client } = place;
    client.write(post('Content-Length: 0'));
    const first = await backend.connection(0);
    assert.equal((await first.request()).get('Content-Length'), '0');
    first.write(ok(''));
    await client.response();
    client.write(GET);
    assert.equal((await (await backend.connection(1)).request()).get('Content-Length'), undefined);
  });

  test('of an Upgrade is a body like any other, and the tunnel begins behind it', async () => {
    await using place = await start();
    const { backend, client } = place;
    client.write(post('Upgrade: x\r\nContent-Length: 4', 'BODYearly'));
    const upstream = await backend.connection(0);
    assert.equal((await upstream.request()).body.toString(), 'BODY');
    await delay(50);
    assert.equal(upstream.text, '', 'nothing early before the 101');
    upstream.write('HTTP/1.1 101 X\r\n\r\n');
    assert.equal(await upstream.takeText(5), 'early');
  });

  test('may be a megabyte, and not a byte more', async () => {
    await using place = await start();
    const { backend, client } = place;
    client.write(post('Content-Length: 1048576', 'x'.repeat(1_048_576)));
    const upstream = await backend.connection(0);
    assert.equal((await upstream.request()).body.length, 1_048_576);
    upstream.write(ok(''));
    await client.response();
    client.write(post('Content-Length: 1048577'));
    assert.equal((await client.response()).line, 'HTTP/1.1 413 Request Entity Too Large');
    assert.equal(backend.connections.length, 1);
  });

  test('that turns out to be larger is refused, too', async () => {
    await using place = await start({ clientMaxBodySize: 10 });
    place.client.write(post('Transfer-Encoding: chunked', '8\r\n12345678\r\n3\r\n123\r\n'));
    assert.equal((await place.client.response()).line, 'HTTP/1.1 413 Request Entity Too Large');
    assert.equal(await place.client.ended(), 'fin');
    assert.equal(place.backend.connections.length, 0);
  });

  test('that is no chunked coding is 400, and nothing reaches a backend', async () => {
    await using place = await start();
    place.client.write(post('Transfer-Encoding: chunked', `5\nhello\r\n0\r\n\r\n${GET}`));
    const response = await place.client.response();
    assert.deepEqual([response.line, response.get('Connection')], ['HTTP/1.1 400 Bad Request', 'close']);
    assert.equal(await place.client.ended(), 'fin');
    assert.deepEqual([place.client.text, place.backend.connections.length], ['', 0]);
  });

  test('is asked for where the client waits to be asked', async () => {
    await using place = await start();
    const { backend, client } = place;
    client.write(post('Expect: 100-Continue\r\nContent-Length: 2'));
    assert.equal((await client.response()).line, 'HTTP/1.1 100 Continue');
    client.write('hi');
    const upstream = await backend.connection(0);
    const request = await upstream.request();
    assert.deepEqual([request.get('Expect'), request.body.toString()], [undefined, 'hi']);
    upstream.write(ok('done'));
    assert.equal((await client.response()).line, 'HTTP/1.1 200 OK');
  });

  test('is not asked for when it is too large, or of an HTTP/1.0 client', async () => {
    for (const [request, line] of [
      [post('Expect: 100-continue\r\nContent-Length: 2000000'), 'HTTP/1.1 413 Request Entity Too Large'],
      [post('Expect: 100-continue\r\nContent-Length: 2').replace('1.1', '1.0'), 'HTTP/1.1 200 OK'],
    ] as const) {
      await using place = await start();
      place.client.write(request);
      await delay(50);
      if (request.includes('HTTP/1.0')) place.client.write('hi');
      if (line.includes('200')) (await place.backend.connection(0)).write(ok(''));
      assert.equal((await place.client.response()).line, line);
    }
  });

  test('that stops coming ends the connection after clientBodyTimeout, without an answer', async () => {
    await using place = await start({ clientBodyTimeout: '500ms' });
    place.client.write(post('Content-Length: 10', 'hello'));
    await place.client.ended();
    assert.equal(place.client.text, '');
    const { status, cause } = await place.proxy.access(0);
    assert.deepEqual([status, cause], [408, 'client_body_timeout']);
  });

  test('has clientBodyTimeout between two pieces, not altogether', async () => {
    await using place = await start({ clientBodyTimeout: '800ms' });
    place.client.write(post('Content-Length: 10'));
    for (let i = 0; i < 10; i++) {
      await delay(150);
      place.client.write('x');
    }
    assert.equal((await (await place.backend.connection(0)).request()).body.toString(), 'x'.repeat(10));
  });

  test('whose client leaves ends there', async () => {
    await using place = await start();
    place.client.write(post('Content-Length: 10', 'hello'));
    place.client.finish();
    await place.client.ended();
    assert.deepEqual([(await place.proxy.access(0))['cause'], place.backend.connections.length], ['client_gone', 0]);
    assert.equal(place.proxy.proxy.connections, 0);
  });
});
