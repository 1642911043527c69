import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

describe('a tunnel whose reader has stopped', () => {
  for (const [fast, slow] of [
    ['client', 'backend'],
    ['backend', 'client'],
  ] as const) {
    test(`holds the ${fast} back`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend]));
      using tunnel = await openTunnel(proxy, backend);
      tunnel[slow].pause();
      const size = 100_000_000;
      tunnel[fast].write(Buffer.alloc(size, 'x'));
      await delay(500);
      assert.ok(tunnel[fast].socket.writableLength > 0, 'the kernel has taken all of it: somebody holds 100 MB');
      tunnel[slow].resume();
      assert.equal((await tunnel[slow].take(size)).length, size);
    });

    test(`still carries what the ${slow} says`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend]));
      using tunnel = await openTunnel(proxy, backend);
      tunnel[slow].pause();
      tunnel[fast].write(Buffer.alloc(30_000_000));
      await delay(100);
      tunnel[slow].write('the other way');
      assert.equal(await tunnel[fast].takeText(13), 'the other way');
    });
  }

  test('never sees the bytes of another one', async () => {
    const TUNNELS = 200;
    const SIZE = 400_000;
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], {}, { keepaliveRequests: 10_000 }));
    const tunnels = [];
    for (let i = 0; i < TUNNELS; i++) tunnels.push(await openTunnel(proxy, backend));
    assert.equal(proxy.proxy.tunnels, TUNNELS);
    for (const [index, { client, backend: upstream }] of tunnels.entries()) {
      client.pause();
      upstream.pause();
      upstream.write(pattern(index, SIZE));
      client.write(pattern(index + TUNNELS, SIZE));
    }
    await delay(500);
    for (const { client, backend: upstream } of tunnels) {
      client.resume();
      upstream.resume();
    }
    for (const [index, { client, backend: upstream }] of tunnels.entries()) {
      assert.ok((await client.take(SIZE)).equals(pattern(index, SIZE)), `client ${index}`);
      assert.ok((await upstream.take(SIZE)).equals(pattern(index + TUNNELS, SIZE)), `backend ${index}`);
    }
    for (const tunnel of tunnels) tunnel[Symbol.dispose]();
    await eventually('no tunnel', () => proxy.proxy.tunnels === 0);
  });
});

/** Bytes that only the tunnel of that number has: its number, again and again. */
function pattern(index: number, size: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(0xa5000000 + index);
  return Buffer.alloc(size, number);
}
