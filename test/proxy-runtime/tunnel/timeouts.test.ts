import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

const MUCH = Buffer.alloc(30_000_000, 'x');

/** Reading so much is noticed at the other end: Linux has a socket writable when a third of its buffer is free, which grows to 4 MiB. */
const NOTICED = 1_500_000;

describe('the timeouts of a tunnel', { concurrency: true }, () => {
  describe('an idle tunnel', { concurrency: true }, () => {
    test('is closed after proxyReadTimeout: FIN to both, 101 in the log, and no server is blamed', async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend], { proxyReadTimeout: '500ms' }));
      for (let i = 0; i < 2; i++) {
        using tunnel = await openTunnel(proxy, backend);
        assert.equal(await tunnel.client.ended(), 'fin');
        assert.equal(await tunnel.backend.ended(), 'fin');
        const { status, request_completion, cause } = await proxy.access(i);
        assert.deepEqual([status, request_completion, cause], [101, 'OK', 'idle']);
      }
      assert.doesNotMatch(proxy.errorLines.join(), /disabled/);
    });

    for (const [from, to] of [
      ['client', 'backend'],
      ['backend', 'client'],
    ] as const) {
      test(`is none while the ${from} alone says something`, async () => {
        await using backend = await startRawBackend();
        await using proxy = await startTestProxy(
          upstreamConfig([backend], { proxyReadTimeout: '1500ms', proxySendTimeout: '300ms', sendTimeout: '300ms' }),
        );
        using tunnel = await openTunnel(proxy, backend);
        for (let i = 0; i < 40; i++) {
          tunnel[from].write('.');
          await delay(100);
          assert.equal(tunnel[from].end, undefined, `closed after ${i} bytes`);
        }
        assert.equal((await tunnel[to].take(40)).length, 40);
        assert.equal(await tunnel[to].ended(), 'fin');
      });
    }

    test('is none of the timeouts of a request: head, body and keep-alive do not apply', async () => {
      await using backend = await startRawBackend();
      const location = {
        keepaliveTimeout: '300ms',
        clientBodyTimeout: '300ms',
        keepaliveTime: '1ms',
        proxyConnectTimeout: '300ms',
      };
      await using proxy = await startTestProxy(upstreamConfig([backend], location, { clientHeaderTimeout: '300ms' }));
      using tunnel = await openTunnel(proxy, backend);
      await delay(1500);
      tunnel.client.write('alive');
      assert.equal(await tunnel.backend.takeText(5), 'alive');
    });
  });

  describe('a tunnel one side of which does not read', { concurrency: true }, () => {
    test('is closed after sendTimeout where that is the client', async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend], { sendTimeout: '500ms' }));
      using tunnel = await openTunnel(proxy, backend);
      tunnel.client.pause();
      tunnel.backend.write(MUCH);
      const { cause, request_completion, status, bytes_sent } = await proxy.access(0);
      assert.deepEqual([status, cause, request_completion], [101, 'client_send_timeout', '']);
      await tunnel.backend.ended();
      tunnel.client.resume();
      await tunnel.client.ended();
      assert.equal(tunnel.client.receivedLength, bytes_sent);
    });

    test('is closed after proxySendTimeout where that is the backend', async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(
        upstreamConfig([backend], { proxySendTimeout: '500ms', lingeringTimeout: '200ms', lingeringTime: '500ms' }),
      );
      using tunnel = await openTunnel(proxy, backend);
      tunnel.backend.pause();
      tunnel.client.write(MUCH);
      const { cause, upstream_bytes_sent } = await proxy.access(0);
      assert.equal(cause, 'upstream_send_timeout');
      tunnel.backend.resume();
      await tunnel.backend.ended();
      assert.equal(tunnel.backend.receivedLength, upstream_bytes_sent);
      await tunnel.client.ended();
    });

    test('is closed with RST where that is wanted', async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(
        upstreamConfig([backend], { sendTimeout: '500ms', resetTimedoutConnection: 'on' }),
      );
      using tunnel = await openTunnel(proxy, backend);
      tunnel.client.pause();
      tunnel.backend.write(MUCH);
      await proxy.access(0);
      tunnel.client.resume();
      assert.equal(await tunnel.client.ended(), 'reset');
    });

    for (const [slow, fast] of [
      ['client', 'backend'],
      ['backend', 'client'],
    ] as const) {
      test(`is not closed while the ${slow} says something itself`, async () => {
        await using backend = await startRawBackend();
        await using proxy = await startTestProxy(
          upstreamConfig([backend], { sendTimeout: '1500ms', proxySendTimeout: '1500ms' }),
        );
        using tunnel = await openTunnel(proxy, backend);
        tunnel[slow].pause();
        tunnel[fast].write(MUCH);
        for (let i = 0; i < 35; i++) {
          tunnel[slow].write('.');
          await delay(100);
        }
        assert.equal(proxy.proxy.tunnels, 1);
        assert.equal((await tunnel[fast].take(35)).length, 35);
        tunnel[slow].resume();
        assert.equal((await tunnel[slow].take(MUCH.length)).length, MUCH.length);
      });

      test(`is not closed while the ${slow} reads, however slowly`, async () => {
        await using backend = await startRawBackend();
        await using proxy = await startTestProxy(
          upstreamConfig([backend], { sendTimeout: '800ms', proxySendTimeout: '800ms', proxyReadTimeout: '60s' }),
        );
        using tunnel = await openTunnel(proxy, backend);
        tunnel[slow].pause();
        tunnel[fast].write(MUCH);
        const begun = performance.now();
        while (performance.now() - begun < 2500) {
          await delay(200);
          const enough = tunnel[slow].receivedLength + NOTICED;
          tunnel[slow].resume();
          await eventually('more', () => tunnel[slow].receivedLength >= enough || tunnel[slow].end);
          tunnel[slow].pause();
        }
        assert.equal(proxy.proxy.tunnels, 1, JSON.stringify(proxy.accessLines));
        tunnel[slow].resume();
        assert.equal((await tunnel[slow].take(MUCH.length)).length, MUCH.length);
      });
    }
  });
});
