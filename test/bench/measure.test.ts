import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { cpuTime } from '../../bench/measure/cpu-time.ts';
import { freePorts } from '../../bench/peers/free-ports.ts';
import type { Ports } from '../../bench/peers/peer.ts';
import { answers, startProxy } from '../../bench/peers/running-proxy.ts';
import { processTree } from '../../bench/measure/process-tree.ts';
import { residentMemory } from '../../bench/measure/resident-memory.ts';
import { tunnelsByWorker } from '../../bench/measure/tunnels-by-worker.ts';
import { askForTunnels, end, startSwitchingBackend, startWorkers } from '../proxy-runtime/workers/support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { seedConfig } from '../support/test-proxy.ts';

const skip = process.platform === 'linux' ? false : 'only Linux has /proc';

/** A shell with a child that uses the CPU for a while, prints how long, and waits. */
const MASTER = `${process.execPath} -e "
  while (process.cpuUsage().user < 300_000);
  console.log(process.pid, process.cpuUsage().user + process.cpuUsage().system);
  setInterval(() => {}, 1000);
  process.stdin.resume().on('end', () => process.exit());
"; :`;

test('CPU time and memory are those of a process and its children', { skip }, async () => {
  const master = spawn('sh', ['-c', MASTER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(master.stdout), 'line')) as [string];
  const [child = 0, microseconds = 0] = line.split(' ').map(Number);
  const pid = master.pid ?? 0;
  const [both, alone] = [cpuTime(pid).ran, cpuTime(child).ran];
  const memory = [residentMemory(pid), residentMemory(child)] as const;
  const tree = processTree(pid);
  master.stdin.end();
  await once(master, 'close');

  assert.deepEqual(tree, [pid, child]);
  assert.ok(alone >= (microseconds / 1e6) * 0.9 && alone < microseconds / 1e6 + 1, `${alone} s for ${microseconds} µs`);
  assert.ok(both > alone && both < alone + 0.2, `${both} s, ${alone} s of them the child's`);
  assert.ok(memory[0] > memory[1] && memory[1] > 20e6, memory.join(', '));
  assert.deepEqual(cpuTime(pid), { ran: 0, waited: 0 });
});

test('tunnels are those of each worker, where the proxy tells', { skip }, async () => {
  await using backend = await startSwitchingBackend();
  await using workers = await startWorkers(seedConfig(backend));
  const tunnels = await askForTunnels(workers.port, 20);
  const ports = { proxy: workers.port, backend: 0, health: workers.proxy.health?.port ?? 0 };
  const peer = { name: 'ours', version: '', command: () => [], hasMetrics: true };
  const each = await tunnelsByWorker({ peer, ports });
  assert.equal(each.length, 2);
  assert.equal(
    each.reduce((sum, count) => sum + count, 0),
    20,
  );
  assert.deepEqual(await tunnelsByWorker({ peer: { ...peer, hasMetrics: false }, ports }), []);
  end(tunnels);
});

/** A server that answers 503 the first time. */
const UNHEALTHY_AT_FIRST = `
  let asked = 0;
  const answer = (request, response) => response.writeHead(asked++ === 0 ? 503 : 200).end();
  require('node:http').createServer(answer).listen(Number(process.argv[1]), '127.0.0.1');
`;

test('a start is over with the first healthy answer', { skip }, async () => {
  await using folder = await temporaryFolder();
  const command = ({ health }: Ports): string[] => [process.execPath, '-e', UNHEALTHY_AT_FIRST, String(health)];
  const ports = await freePorts();
  const said: boolean[] = [];
  const healthy = answers(ports.health, '/');
  const isUp = async (): Promise<boolean> => {
    const up = await healthy();
    said.push(up);
    return up;
  };
  await using proxy = await startProxy({ name: 'slow', version: '', command }, folder.path, {
    ports,
    isUp,
    pauseMs: 1,
  });
  assert.ok(proxy.startedIn > 0 && Number.isFinite(proxy.startedIn), String(proxy.startedIn));
  assert.ok(said.length > 1 && said.indexOf(true) === said.length - 1, said.join());
});

test('a proxy prints into a pipe, and what it printed is told when it does not start', { skip }, async () => {
  await using folder = await temporaryFolder();
  const command = ['sh', '-c', 'test -p /dev/stdout && echo a pipe; echo an error >&2; exit 1'];
  const peer = { name: 'none', version: '', command: () => command };
  await assert.rejects(startProxy(peer, folder.path), { message: 'none does not start: a pipe\nan error' });
});
