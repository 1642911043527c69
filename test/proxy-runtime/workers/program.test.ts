import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { wsproxy } from '../../bin/support.ts';
import { scrape, scrapeUntil, type Metrics } from '../../support/metrics.ts';
import { startProgram } from '../../support/program.ts';
import { root } from '../../support/tools.ts';
import { start, workersFromFile, type Command } from './started-program.ts';
import { askForTunnel, askForTunnels, countOf, end, startSwitchingBackend } from './support.ts';

const SERVER = join(root, 'dist/proxy-runtime/server.mjs');

const fromFile = workersFromFile(2);

function bytesToBackends({ sum }: Metrics): number {
  return sum('wsproxy_tunnel_bytes_total', 'to="upstream"');
}

describe('several workers, as they are started', () => {
  before(async () => {
    const build = startProgram(process.execPath, [join(root, 'scripts/build.ts'), '--runtime']);
    assert.equal(await build.ended(), 0, build.output);
  });

  const commands: Readonly<Record<string, Command>> = {
    'by wsproxy run': fromFile,
    "by the image's entry point": (_, json) => [SERVER, '--workers', '2', '--config-json', json],
  };
  for (const [how, command] of Object.entries(commands)) {
    test(`${how}: both serve, write whole lines, and drain`, async () => {
      await using backend = await startSwitchingBackend();
      await using proxy = await start(command, backend);
      const tunnels = await askForTunnels(proxy.port, 40);
      const each = (await scrape(proxy.healthPort)).byWorker('wsproxy_tunnels');
      assert.equal(each.length, 2);
      assert.ok(Math.min(...each) > 0, `tunnels of each worker: ${each.join(', ')}`);
      proxy.program.signal('SIGTERM');
      await proxy.program.printed(/draining/);
      end(tunnels);
      assert.equal(await proxy.program.ended(), 0);
      const lines = proxy.program.output.split('\n').filter((line) => line.startsWith('{'));
      assert.equal(lines.filter((line) => (JSON.parse(line) as { status: number }).status === 101).length, 40);
    });
  }

  test('one that dies is replaced; what the others have goes on, and what it held is free', async () => {
    await using backend = await startSwitchingBackend();
    const limit = { limitConnZone: { all: { key: '$server_addr', size: '1m' } }, limitConn: { all: 20 } };
    await using proxy = await start(fromFile, backend, limit);
    const tunnels = await askForTunnels(proxy.port, 20);
    const [, survivors = 0] = (await scrape(proxy.healthPort)).byWorker('wsproxy_tunnels');
    using refused = await askForTunnel(proxy.port);
    assert.equal(refused.status, 503);
    for (const { client } of tunnels) client.write('12345');
    await scrapeUntil(proxy.healthPort, 'all bytes', (seen) => bytesToBackends(seen) === 20 * 5);
    await proxy.order('crash', 0);
    await proxy.program.printed(/worker 0 died: Error: told to crash/);
    const metrics = await scrapeUntil(
      proxy.healthPort,
      'another worker',
      ({ sum }) => sum('wsproxy_worker_restarts_total') > 0,
    );
    assert.deepEqual(metrics.byWorker('wsproxy_worker_restarts_total'), [1, 0]);
    assert.deepEqual(metrics.byWorker('wsproxy_tunnels'), [0, survivors]);
    assert.ok(metrics.sum('wsproxy_tunnels_opened_total') >= 20, 'what was counted is not lost');
    assert.equal(bytesToBackends(metrics), 20 * 5, 'nor are the bytes of tunnels that were open');
    const more = await askForTunnels(proxy.port, 60);
    assert.equal(countOf(more, 101), 20 - survivors);
    const accepted = ({ byWorker }: Metrics): number => byWorker('wsproxy_connections_accepted_total')[0] ?? 0;
    assert.ok(accepted(await scrape(proxy.healthPort)) > accepted(metrics), 'the new worker has its share');
    end([...tunnels, ...more]);
    proxy.program.signal('SIGTERM');
    assert.equal(await proxy.program.ended(), 0);
  });

  test('one that is busy shows in the metrics, and the others are not', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await start(fromFile, backend);
    await scrape(proxy.healthPort);
    await proxy.order('block', 1);
    const metrics = await scrapeUntil(
      proxy.healthPort,
      'a delay',
      ({ byWorker }) => (byWorker('wsproxy_event_loop_delay_max_seconds')[1] ?? 0) >= 0.3,
    );
    const [idle = 0, busy = 0] = metrics.byWorker('wsproxy_event_loop_delay_max_seconds');
    assert.ok(idle < busy, `${idle} s, ${busy} s`);
  });

  for (const value of ['0', '-1', '65', '1.5', 'two', '']) {
    const line = `wsproxy: --workers is ${JSON.stringify(value)}, but must be 1 to 64, or auto for one on each core\n`;
    test(`--workers ${JSON.stringify(value)} is refused in one line`, async () => {
      const { code, stderr } = await wsproxy(['run', '--config', 'proxy.json', `--workers=${value}`]);
      assert.deepEqual([code, stderr], [2, line]);
      await using server = startProgram(process.execPath, [SERVER, '--workers', value, '--config', 'proxy.json']);
      assert.deepEqual([await server.ended(), server.output], [2, line]);
    });
  }

  test("--workers is none of an nginx.conf's", async () => {
    const { code, stderr } = await wsproxy(['run', '--nginx-conf', 'nginx.conf', '--workers', '2']);
    assert.deepEqual(
      [code, stderr],
      [2, 'wsproxy: --workers goes with JSON or YAML; an nginx.conf has worker_processes\n'],
    );
  });
});
