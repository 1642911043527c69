import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { GET, seedConfig } from '../../support/test-proxy.ts';
import { askForTunnels, countOf, end, startSwitchingBackend, startWorkers, withMetrics } from './support.ts';

async function statusOf(port: number): Promise<string> {
  using client = await connectRaw(port);
  client.write(GET);
  return (await client.response()).line.split(' ')[1] ?? '';
}

describe('limits of several workers', () => {
  test('limitConn holds for all of them together, and over a reload', async () => {
    await using backend = await startSwitchingBackend();
    const config = seedConfig(
      backend,
      {},
      { limitConnZone: { all: { key: '$server_addr', size: '1m' } }, limitConn: { all: 10 } },
    );
    await using proxy = await startWorkers(config);
    const first = await askForTunnels(proxy.port, 60);
    assert.equal(countOf(first, 101), 10);
    assert.equal(countOf(first, 503), 50);
    await proxy.proxy.reload(withMetrics({ ...config, keepaliveTimeout: '10s' }));
    const second = await askForTunnels(proxy.port, 20);
    assert.equal(countOf(second, 503), 20);
    end(first);
    await eventually('no tunnel', () => proxy.proxy.tunnels === 0);
    const third = await askForTunnels(proxy.port, 60);
    assert.equal(countOf(third, 101), 10);
    end([...second, ...third]);
  });

  test('limitReq holds for all of them together, and over a reload', async () => {
    const config: ProxyConfig = {
      limitReqZone: { all: { key: '$server_addr', size: '1m', rate: '1r/m' } },
      limitReq: [{ zone: 'all', burst: 9, nodelay: true }],
      servers: [{ listen: '127.0.0.1:0', locations: { '/': { proxyPass: 'http://127.0.0.1:1' } } }],
    };
    await using proxy = await startWorkers(config);
    const ask = (count: number): Promise<string[]> =>
      Promise.all(Array.from({ length: count }, () => statusOf(proxy.port)));
    const statuses = await ask(60);
    assert.equal(statuses.filter((status) => status === '502').length, 10);
    assert.equal(statuses.filter((status) => status === '503').length, 50);
    await proxy.proxy.reload(withMetrics({ ...config, keepaliveTimeout: '10s' }));
    assert.deepEqual([...new Set(await ask(20))], ['503']);
    const accepted = (await proxy.metrics()).byWorker('wsproxy_connections_accepted_total');
    assert.ok(Math.min(...accepted) > 0, `of each worker: ${accepted.join(', ')}`);
  });

  test('workerConnections are those of each', async () => {
    await using backend = await startSwitchingBackend();
    // A listening socket and the master's channel are two of them; a tunnel is two more.
    await using proxy = await startWorkers(seedConfig(backend, {}, { workerConnections: 2 + 2 * 5 }));
    const tunnels: Awaited<ReturnType<typeof askForTunnels>> = [];
    for (let tries = 0; tries < 200 && tunnels.length < 10; tries++) {
      try {
        tunnels.push(...(await askForTunnels(proxy.port, 1)).filter(({ status }) => status === 101));
      } catch {
        // Closed without an answer: this worker has as many as it may.
      }
    }
    assert.deepEqual((await proxy.metrics()).byWorker('wsproxy_tunnels'), [5, 5]);
    end(tunnels);
  });
});
