import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { Pulse } from '../../../proxy-runtime/workers/pulse.ts';
import { eventually } from '../../support/eventually.ts';
import { scrapeUntil } from '../../support/metrics.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { start, workersFromFile } from './started-program.ts';
import { askForTunnels, startSwitchingBackend } from './support.ts';

async function health(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: 'close' } });
  return `${response.status} ${(await response.text()).trim()}`;
}

async function healthBecomes(port: number, wanted: string): Promise<void> {
  for (let seen = ''; seen !== wanted; seen = await health(port));
}

const REPLACED = (worker: number): RegExp =>
  new RegExp(`worker ${worker} did not answer for 15 s, and was ended with its \\d+ connections, \\d+ of them tunnels`);

describe('a worker that hangs', () => {
  test('is ended and replaced; what others have goes on, and health says so only when none answers', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await start(workersFromFile(2), backend);
    const tunnels = await askForTunnels(proxy.port, 20);
    await proxy.order('hang', 0);
    await proxy.program.printed(REPLACED(0), 120);
    assert.equal(await health(proxy.healthPort), '200 ok');
    const { byWorker } = await scrapeUntil(
      proxy.healthPort,
      'another worker',
      ({ sum }) => sum('wsproxy_worker_restarts_total') > 0,
    );
    const [none, survivors = 0] = byWorker('wsproxy_tunnels');
    assert.equal(none, 0);
    assert.ok(survivors > 0 && survivors < 20, `${survivors} survivors`);
    await eventually(
      'the others are closed',
      () => tunnels.filter(({ client }) => client.end !== undefined).length === 20 - survivors,
    );
    await proxy.order('hang', 0);
    await proxy.order('hang', 1);
    await healthBecomes(proxy.healthPort, '503 no worker answers');
    await proxy.program.printed(REPLACED(1), 120);
    await healthBecomes(proxy.healthPort, '200 ok');
    using client = await connectRaw(proxy.port);
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.match((await client.response()).line, /^HTTP/);
    proxy.program.signal('SIGTERM');
    assert.equal(await proxy.program.ended(), 0);
  });

  test('does not keep the process beyond its shutdown timeout', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await start(workersFromFile(2), backend, { workerShutdownTimeout: '1s' });
    await askForTunnels(proxy.port, 20);
    await proxy.order('hang', 0);
    await healthBecomes(proxy.healthPort, '200 ok');
    proxy.program.signal('SIGTERM');
    assert.equal(await proxy.program.ended(), 0);
    assert.match(proxy.program.output, /worker 0 did not end within 3 s, and was ended with its \d+ connections/);
    assert.doesNotMatch(proxy.program.output, /worker 1 (did|died)/);
  });

  test('alone ends its process, with a line that tells why', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await start(workersFromFile(1), backend);
    const tunnels = await askForTunnels(proxy.port, 3);
    // What is said of them is a second old at most.
    await proxy.order('hang', 'main');
    // 5 s of computing are more on a busy machine.
    assert.equal(await proxy.program.ended(180), 70);
    assert.match(
      proxy.program.output,
      /the event loop has computed for 5 s without coming round: the proxy ends, with its \d connections, \d of them tunnels\n/,
    );
    await eventually('its tunnels are closed', () => tunnels.every(({ client }) => client.end !== undefined));
  });
});

describe('the pulse', () => {
  test('is asked for once a second, and gone after 15 questions without an answer or another request', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      let asked = 0;
      let hangs = 0;
      let answer = (): void => undefined;
      const ask = (): Promise<void> => new Promise<void>((resolve) => (answer = resolve)).finally(() => asked++);
      let begun = 0;
      const pulse = new Pulse(
        ask,
        () => {
          hangs++;
        },
        () => begun,
      );
      for (let round = 0; round < 3; round++) {
        for (let second = 0; second < 15; second++) mock.timers.tick(1000);
        assert.deepEqual([asked, hangs], [round, 0]);
        answer();
        await new Promise(setImmediate);
      }
      for (let second = 0; second < 60; second++) {
        mock.timers.tick(1000);
        if (second % 10 === 0) begun++;
      }
      assert.deepEqual([asked, hangs], [3, 0]);
      for (let second = 0; second < 15; second++) mock.timers.tick(1000);
      assert.deepEqual([asked, hangs], [3, 1]);
      pulse.stop();
    } finally {
      mock.timers.reset();
    }
  });
});
