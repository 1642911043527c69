import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startRawBackend } from '../../support/raw-backend.ts';
import { startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

/** Nothing of this process runs: not the proxy, and not what the test has at its ends. */
function stopFor(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

// One after the other: each of them stops all of them.
describe('a process that was stopped for longer than a timeout', () => {
  // At first by the handles of Node, later past them.
  for (const messages of [0, 5]) {
    test(`passes on what came meanwhile, after ${messages} messages`, async () => {
      await using backend = await startRawBackend();
      await using proxy = await startTestProxy(upstreamConfig([backend], { proxyReadTimeout: '700ms' }));
      using tunnel = await openTunnel(proxy, backend);
      for (let i = 0; i < messages; i++) {
        tunnel.client.write('.');
        await tunnel.backend.take(1);
      }
      tunnel.client.write('x');
      stopFor(1200);
      assert.equal(await tunnel.backend.takeText(1), 'x');
      tunnel.backend.write('y');
      assert.equal(await tunnel.client.takeText(1), 'y');
    });
  }

  test('closes a tunnel that was idle', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], { proxyReadTimeout: '700ms' }));
    using tunnel = await openTunnel(proxy, backend);
    stopFor(1200);
    assert.equal(await tunnel.client.ended(), 'fin');
    const { cause } = await proxy.access(0);
    assert.equal(cause, 'idle');
  });
});
