import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { scrape, scrapeUntil } from '../../support/metrics.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';
import { complaint, configWith } from '../support/config.ts';

const HEALTH = { health: { listen: '127.0.0.1:0' } } as const;

describe('the metrics', () => {
  test('are Prometheus’s text, beside the health endpoint', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, HEALTH));
    const { contentType, text } = await scrape(proxy.proxy.health?.port);
    assert.equal(contentType, 'text/plain; version=0.0.4; charset=utf-8');
    assert.ok(text.endsWith('\n'));
    let family = '';
    for (const line of text.trimEnd().split('\n')) {
      const [, type, name] = /^# (HELP|TYPE) (\S+) \S/.exec(line) ?? [];
      if (type === 'HELP') family = name ?? '';
      else if (type === 'TYPE') assert.match(line, new RegExp(`^# TYPE ${family} (counter|gauge)$`));
      else assert.match(line, new RegExp(`^${family}(\\{(\\w+="[\\w.]+",?)+\\})? -?\\d+(\\.\\d+)?(e-\\d+)?$`));
      assert.equal(/^# TYPE \S+ counter$/.test(line), type === 'TYPE' && family.endsWith('_total'), line);
    }
  });

  test('are where they are configured, and move in a reload', async () => {
    await using backend = await startRawBackend();
    const at = (metricsPath: string) => seedConfig(backend, {}, { health: { ...HEALTH.health, metricsPath } });
    await using proxy = await startTestProxy(at('/stats'));
    assert.match((await scrape(proxy.proxy.health?.port, '/stats')).text, /^# HELP wsproxy_/);
    assert.equal((await scrape(proxy.proxy.health?.port)).text, 'not found\n');
    await proxy.proxy.reload(at('/numbers'));
    assert.match((await scrape(proxy.proxy.health?.port, '/numbers')).text, /^# HELP wsproxy_/);
  });

  test('count what has happened', async () => {
    await using backend = await startRawBackend(
      answering((request) =>
        request.startsWith('GET /404') ? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' : ok('hello'),
      ),
    );
    const down = { '/down': { proxyPass: 'http://127.0.0.1:1' } };
    const config = seedConfig(backend, {}, HEALTH);
    const servers = config.servers.map((server) => ({ ...server, locations: { ...server.locations, ...down } }));
    await using proxy = await startTestProxy({ ...config, servers });
    using client = await proxy.connect();
    for (const [request, status] of [
      [GET, '200'],
      [GET, '200'],
      [GET.replace('/', '/down'), '502'],
      [GET.replace('/', '/404'), '404'],
    ] as const) {
      client.write(request);
      assert.equal((await client.response()).line.split(' ')[1], status);
    }
    using wrong = await proxy.connect();
    wrong.write('get / HTTP/1.1\r\n');
    await wrong.ended();
    await proxy.access(4);
    using reading = await proxy.connect();
    reading.write('GET / HT');
    await eventually('both connections', () => proxy.proxy.connections === 2);
    const metrics = await scrapeUntil(
      proxy.proxy.health?.port,
      'a head that has begun',
      ({ sum }) => sum('wsproxy_connections_reading') === 1,
    );
    const numbers = Object.fromEntries(
      [
        ...['connections_accepted_total', 'connections_handled_total', 'requests_total', 'upstream_failures_total'],
        ...['connections_active', 'connections_reading', 'connections_writing', 'connections_waiting', 'tunnels'],
      ].map((name) => [name, metrics.sum(`wsproxy_${name}`)]),
    );
    assert.deepEqual(numbers, {
      connections_accepted_total: 3,
      connections_handled_total: 3,
      requests_total: 5,
      upstream_failures_total: 1,
      connections_active: 2,
      connections_reading: 1,
      connections_writing: 0,
      connections_waiting: 1,
      tunnels: 0,
    });
    assert.deepEqual(
      ['1xx', '2xx', '3xx', '4xx', '5xx'].map((code) => metrics.sum('wsproxy_responses_total', `code="${code}"`)),
      [0, 2, 0, 2, 1],
    );
  });

  test('count tunnels and their bytes, open or not, over reloads', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, HEALTH));
    const read = async (): Promise<number[]> => {
      const metrics = await scrape(proxy.proxy.health?.port);
      const bytes = (to: string): number => metrics.sum('wsproxy_tunnel_bytes_total', `to="${to}"`);
      const tunnels = ['tunnels', 'tunnels_opened_total', 'connections_writing'];
      return [...tunnels.map((name) => metrics.sum(`wsproxy_${name}`)), bytes('client'), bytes('upstream')];
    };
    using one = await openTunnel(proxy, backend);
    using two = await openTunnel(proxy, backend);
    assert.deepEqual(await read(), [2, 2, 2, 0, 0]);
    one.client.write('12345');
    await one.backend.take(5);
    two.backend.write('123');
    await two.client.take(3);
    assert.deepEqual(await read(), [2, 2, 2, 3, 5]);
    await proxy.proxy.reload(seedConfig(backend, {}, HEALTH));
    assert.deepEqual(await read(), [2, 2, 2, 3, 5]);
    one.client.finish();
    two.client.finish();
    await eventually('no tunnel', () => proxy.proxy.connections === 0);
    assert.deepEqual(await read(), [0, 2, 0, 3, 5]);
    const { sum } = await scrape(proxy.proxy.health?.port);
    assert.equal(sum('wsproxy_responses_total', 'code="1xx"'), 2);
    assert.equal(sum('wsproxy_connections_accepted_total'), 2);
  });

  test('say how late the event loop was, once for each scrape', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(seedConfig(backend, {}, HEALTH));
    const late = async (which: string): Promise<number> =>
      (await scrape(proxy.proxy.health?.port)).sum(`wsproxy_event_loop_delay_${which}_seconds`);
    await late('max');
    const end = performance.now() + 300;
    while (performance.now() < end);
    assert.ok((await late('p99')) >= 0.2);
    assert.ok((await late('max')) < 0.2);
  });

  test('have a path of their own', () => {
    assert.equal(
      complaint(configWith({ health: { listen: 8081, path: '/metrics' } })),
      'health.path: /metrics is metricsPath, too; give one of them another',
    );
    assert.match(
      complaint(configWith({ health: { listen: 8081, metricsPath: 'm' } })),
      /^health\.metricsPath: must start/,
    );
  });
});
