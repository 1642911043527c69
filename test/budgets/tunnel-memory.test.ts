import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { residentMemory } from '../../bench/measure/resident-memory.ts';
import { deployed } from '../../bench/peers/ours.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SWITCHING, UPGRADE_REQUEST } from '../support/test-proxy.ts';
import { root } from '../support/tools.ts';

/** The tunnels after which the code is compiled and the heap has its size, and how many more are measured. */
const FIRST = 500;
const MORE = 2000;

/** Twice what one takes: a buffer of 16 KiB that it keeps is beyond that. */
const LIMIT_KB = 16;

/** How many are opened at a time. */
const IN_FLIGHT = 50;

test(`an idle tunnel of a deployed proxy takes less than ${LIMIT_KB} kB`, async (t) => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  const backend = createServer((socket) =>
    socket.once('data', () => socket.write(SWITCHING)).on('error', () => undefined),
  );
  stack.defer(() => void backend.close());
  backend.listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const port = await findFreePort();
  const ports = { proxy: port, backend: (backend.address() as AddressInfo).port, health: await findFreePort() };
  const [file = '', ...args] = deployed(join(root, 'dist/proxy-runtime/server.mjs'), 'ours').command(ports, folder);
  const proxy = stack.use(startProgram(file, args));
  await proxy.printed(/listens on/);
  const clients: Socket[] = [];
  stack.defer(() => {
    for (const client of clients) client.destroy();
  });

  const open = async (): Promise<void> => {
    const client = connect(port, '127.0.0.1', () => client.write(UPGRADE_REQUEST));
    clients.push(client);
    const [answer] = (await once(client, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 101 /);
  };
  const openUntil = async (count: number): Promise<void> => {
    while (clients.length < count) await Promise.all(Array.from({ length: IN_FLIGHT }, open));
  };
  const each = (before: number): number => (residentMemory(proxy.pid) - before) / MORE / 1000;

  await openUntil(FIRST);
  const before = residentMemory(proxy.pid);
  await openUntil(FIRST + MORE);
  t.diagnostic(`${each(before).toFixed(1)} kB at once`);
  // What opening them took is given back, sooner or later.
  await eventually(
    `less than ${LIMIT_KB} kB a tunnel`,
    () => each(before) < LIMIT_KB,
    () => `${each(before).toFixed(1)} kB`,
  );
});
