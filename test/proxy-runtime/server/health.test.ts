import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { seedConfig, startTestProxy, type TestProxy } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

async function health(proxy: TestProxy, path = '/healthz'): Promise<string> {
  using client = await connectRaw(proxy.proxy.health?.port ?? 0);
  client.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  const { line, body } = await client.response();
  return `${line.slice(9, 12)} ${body.toString().trim()}`;
}

const HEALTH = { health: { listen: '127.0.0.1:0' } } as const;

describe('the health endpoint', () => {
  test('says 200 while the proxy takes connections, on a port of its own', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, HEALTH));
    assert.notEqual(proxy.proxy.health?.port, proxy.port);
    assert.equal(await health(proxy), '200 ok');
    assert.equal(await health(proxy, '/healthz?x'), '200 ok');
    assert.equal(await health(proxy, '/elsewhere'), '404 not found');
    assert.deepEqual([backend.connections.length, proxy.accessLines.length], [0, 0]);
  });

  test('is where it is configured, or nowhere', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, { health: { ...HEALTH.health, path: '/up' } }));
    assert.equal(await health(proxy, '/up'), '200 ok');
    assert.equal(await health(proxy), '404 not found');
    await using none = await startTestProxy(seedConfig(backend));
    assert.equal(none.proxy.health, undefined);
  });

  test('says 503 while the proxy drains, and is gone when it is over', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, HEALTH));
    using tunnel = await openTunnel(proxy, backend);
    const drained = proxy.drain();
    assert.equal(await health(proxy), '503 draining');
    tunnel.client.finish();
    await drained;
    await assert.rejects(health(proxy), /ECONNREFUSED/);
  });

  test('may move in a reload: another path, another place, none', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, HEALTH));
    const first = proxy.proxy.health?.port;
    await proxy.proxy.reload(seedConfig(backend, {}, { health: { listen: '127.0.0.1:0', path: '/up' } }));
    assert.equal(await health(proxy, '/up'), '200 ok');
    const listen = `127.0.0.1:${proxy.proxy.health?.port ?? 0}`;
    assert.equal(proxy.proxy.health?.port, first);
    await proxy.proxy.reload(seedConfig(backend));
    assert.equal(proxy.proxy.health, undefined);
    await proxy.proxy.reload(seedConfig(backend, {}, { health: { listen } }));
    assert.equal(await health(proxy), '200 ok');
  });
});
