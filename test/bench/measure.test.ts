import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { socketsOfWorkers } from '../../bench/measure/connections.ts';
import { cpuTime } from '../../bench/measure/cpu-time.ts';
import { processTree } from '../../bench/measure/process-tree.ts';
import { residentMemory } from '../../bench/measure/resident-memory.ts';

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

test('the sockets of a process are counted', { skip }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [before = 0] = socketsOfWorkers(process.pid);
  const accepted = once(server, 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await Promise.all([once(socket, 'connect'), accepted]);
  assert.deepEqual(socketsOfWorkers(process.pid), [before + 2]);
  socket.destroy();
  server.close();
  await once(server, 'close');
});
