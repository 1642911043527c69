import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

const TAIL = Buffer.from(Array.from({ length: 24 * 1024 * 1024 }, (_, index) => (index * 31) % 255));

type Side = 'client' | 'backend';
const SIDES: readonly (readonly [Side, Side])[] = [
  ['client', 'backend'],
  ['backend', 'client'],
];

/** Reads slowly until nothing more comes: pauses all the time. */
async function readSlowly(socket: RawSocket, expected: number): Promise<void> {
  while (socket.receivedLength < expected && socket.end === undefined) {
    socket.resume();
    const before = socket.receivedLength;
    await eventually(
      'more',
      () => socket.end !== undefined || socket.receivedLength > before,
      () => socket.receivedLength,
    );
    socket.pause();
    await delay(1);
  }
  socket.resume();
}

describe('the end of a tunnel', () => {
  for (const [from, to] of SIDES) {
    test(`FIN of the ${from} is FIN for the ${to}, and the log says so`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend]));
      using tunnel = await openTunnel(proxy, backend);
      tunnel[from].write('last words');
      tunnel[from].finish();
      assert.equal(await tunnel[to].ended(), 'fin');
      assert.equal(tunnel[to].text, 'last words');
      assert.equal(await tunnel[from].ended(), 'fin', 'there is no half-open tunnel');
      const { status, request_completion, cause } = await proxy.access(0);
      assert.deepEqual(
        [status, request_completion, cause],
        [101, 'OK', from === 'client' ? 'client_eof' : 'upstream_eof'],
      );
      assert.deepEqual([proxy.proxy.tunnels, proxy.proxy.connections], [0, 0]);
    });

    test(`RST of the ${from} is FIN for the ${to}: it is not passed on`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend]));
      using tunnel = await openTunnel(proxy, backend);
      tunnel[from].reset();
      assert.equal(await tunnel[to].ended(), 'fin');
      const { status, cause } = await proxy.access(0);
      assert.deepEqual([status, cause], [101, from === 'client' ? 'client_reset' : 'upstream_reset']);
      assert.deepEqual([proxy.proxy.tunnels, proxy.proxy.connections], [0, 0]);
    });

    test(`all 24 MB the ${from} sent before its FIN arrive at a slow ${to}`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend]));
      using tunnel = await openTunnel(proxy, backend);
      tunnel[to].pause();
      tunnel[from].write(TAIL);
      tunnel[from].finish();
      await delay(100);
      await readSlowly(tunnel[to], TAIL.length);
      assert.equal(await tunnel[to].ended(), 'fin');
      assert.ok(tunnel[to].received.equals(TAIL), `${tunnel[to].receivedLength} bytes`);
    });
  }

  test('FIN of both at once', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using tunnel = await openTunnel(proxy, backend);
    tunnel.client.finish();
    tunnel.backend.finish();
    await tunnel.client.ended();
    await tunnel.backend.ended();
    await proxy.access(0);
    assert.deepEqual([proxy.accessLines.length, proxy.proxy.connections], [1, 0]);
  });

  test('never says anything of its own: no Close frame, no 504', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], { proxyReadTimeout: '400ms' }));
    using tunnel = await openTunnel(proxy, backend);
    assert.equal(await tunnel.client.ended(), 'fin');
    assert.equal(await tunnel.backend.ended(), 'fin');
    assert.deepEqual([tunnel.client.text, tunnel.backend.text], ['', '']);
  });

  test("lets a client that is still sending read the backend's last words", async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using tunnel = await openTunnel(proxy, backend);
    tunnel.backend.pause();
    tunnel.client.write(Buffer.alloc(20_000_000));
    await delay(200);
    tunnel.backend.write('last words');
    tunnel.backend.finish();
    assert.equal(await tunnel.client.ended(), 'fin');
    assert.equal(tunnel.client.text, 'last words');
  });

  test('counts the bytes of both sides', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using tunnel = await openTunnel(proxy, backend);
    tunnel.client.write('12345');
    assert.equal(await tunnel.backend.takeText(5), '12345');
    tunnel.backend.write('1234567');
    assert.equal(await tunnel.client.takeText(7), '1234567');
    tunnel.client.finish();
    const line = await proxy.access(0);
    assert.equal(line['body_bytes_sent'], 7);
    assert.equal(line['bytes_sent'], tunnel.client.receivedLength);
    assert.equal(line['upstream_bytes_sent'], tunnel.backend.receivedLength);
  });
});
