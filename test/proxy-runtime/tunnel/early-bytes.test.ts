import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startRawBackend } from '../../support/raw-backend.ts';
import { startTestProxy, SWITCHING, UPGRADE_REQUEST, upstreamConfig } from '../../support/test-proxy.ts';

const PATTERN = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 7) % 253));

describe('early bytes of the client', () => {
  test('arrive behind the request, in order, wherever request and bytes were split', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    const text = `${UPGRADE_REQUEST}early\r\n\r\nbytes`;
    for (let at = 1; at < text.length; at++) {
      using client = await proxy.connect();
      client.write(text.slice(0, at));
      await delay(1);
      client.write(text.slice(at));
      const upstream = await backend.connection(at - 1);
      assert.equal((await upstream.request()).line, 'GET /socket HTTP/1.1');
      assert.equal(upstream.text, '', `nothing before the 101, split at ${at}`);
      upstream.write(SWITCHING);
      assert.equal(await upstream.takeText(14), 'early\r\n\r\nbytes', `split at ${at}`);
    }
  });

  test('wait for the 101, however long it takes', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(`${UPGRADE_REQUEST}one `);
    const upstream = await backend.connection(0);
    await upstream.request();
    await delay(50);
    client.write('two ');
    upstream.write(SWITCHING.slice(0, -1));
    await delay(100);
    assert.equal(upstream.text, '');
    client.write('three');
    upstream.write(SWITCHING.slice(-1));
    assert.equal(await upstream.takeText(13), 'one two three');
  });

  test('may be megabytes: the proxy holds few of them, and loses none', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    client.write(Buffer.concat(Array.from({ length: 10 }, () => PATTERN)));
    const upstream = await backend.connection(0);
    await upstream.request();
    const left = await client.stuck();
    assert.ok(left > 15_000_000, `${left} of 30 MB left: more was taken than the kernel holds`);
    upstream.write(SWITCHING);
    for (let i = 0; i < 10; i++) assert.ok((await upstream.take(PATTERN.length)).equals(PATTERN), `part ${i}`);
  });
});

describe('early bytes of the backend', () => {
  test('arrive behind the 101, in order, wherever head and bytes were split', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    const text = `${SWITCHING}early\r\n\r\nbytes`;
    for (let at = 1; at < text.length; at++) {
      using client = await proxy.connect();
      client.write(UPGRADE_REQUEST);
      const upstream = await backend.connection(at - 1);
      await upstream.request();
      upstream.write(text.slice(0, at));
      await delay(1);
      upstream.write(text.slice(at));
      assert.equal((await client.response()).line, 'HTTP/1.1 101 Switching Protocols');
      assert.equal(await client.takeText(14), 'early\r\n\r\nbytes', `split at ${at}`);
    }
  });

  test('arrive byte by byte, too', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    for (const byte of `${SWITCHING}early`) {
      upstream.write(byte);
      await delay(1);
    }
    await client.response();
    assert.equal(await client.takeText(5), 'early');
  });

  test('arrive though the backend closes right behind them', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(`${SWITCHING}bye`);
    upstream.finish();
    await client.response();
    assert.equal(await client.ended(), 'fin');
    assert.equal(client.text, 'bye');
  });

  test('may be megabytes, and come at once with the 101', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(Buffer.concat([Buffer.from(SWITCHING), PATTERN]));
    await client.response();
    assert.ok((await client.take(PATTERN.length)).equals(PATTERN));
  });
});
