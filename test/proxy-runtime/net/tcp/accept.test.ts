import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { findFreePort } from '../../../../lib/local/backends/free-port.ts';
import { NOBODY } from '../../../../proxy-runtime/net/channel.ts';
import { setInherited, takeHandles } from '../../../../proxy-runtime/net/tcp/accept.ts';
import { tcpBinding } from '../../../../proxy-runtime/net/tcp/binding.ts';
import { loadSystemCalls } from '../../../../proxy-runtime/net/tcp/system-calls.ts';
import { TcpChannel } from '../../../../proxy-runtime/net/tcp/tcp-channel.ts';
import { eventually } from '../../../support/eventually.ts';
import { startProgram } from '../../../support/program.ts';
import { connectRaw, type RawSocket } from '../../../support/raw-socket.ts';
import { GET } from '../../../support/test-proxy.ts';
import { root } from '../../../support/tools.ts';

/** How many are accepted in a turn, of those that wait. */
const PER_TURN = loadSystemCalls() === undefined ? 1 : 8;

/** Has so many clients connect, each of which sends its number and ends, before this thread comes to accept any. */
function connectTogether({ port }: AddressInfo, count: number): void {
  const program = `
    const { connect } = require('node:net');
    let left = ${count};
    const sent = () => --left === 0 && process.exit();
    for (let client = 0; client < ${count}; client++) connect(${port}, '127.0.0.1').end(String(client), sent);
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--eval', program], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
}

/** A listening server whose connections `take` has. */
async function listening(
  take: (channel: () => TcpChannel, server: Server) => boolean,
): Promise<Server & AsyncDisposable> {
  const binding = tcpBinding;
  assert.ok(binding !== undefined);
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  setInherited(server, 77);
  assert.ok(takeHandles(binding, server, (handle) => take(() => new TcpChannel(binding, handle), server)));
  return server;
}

/** Hears of all that a channel brings, and answers nothing. */
function listenTo(channel: TcpChannel, onData: (text: string) => void): void {
  channel.owner = { ...NOBODY, onData: (chunk) => onData(chunk.toString()), onEnd: () => channel.destroy() };
  channel.resume();
}

describe('connections that wait together', () => {
  test(`are taken, ${PER_TURN} in a turn of the event loop, and each is one of its own`, async () => {
    const turns: number[] = [];
    let turn = 0;
    const received: string[] = [];
    const ports = new Set<number | undefined>();
    await using server = await listening((open) => {
      const channel = open();
      if (turns[turn] === undefined) setImmediate(() => turn++);
      turns[turn] = (turns[turn] ?? 0) + 1;
      ports.add(channel.remote?.port);
      listenTo(channel, (text) => received.push(text));
      return true;
    });
    connectTogether(server.address() as AddressInfo, 20);
    await eventually(
      'all of them',
      () => received.length === 20,
      () => received,
    );
    assert.deepEqual(
      received.map(Number).toSorted((a, b) => a - b),
      Array.from({ length: 20 }, (_, client) => client),
    );
    assert.equal(ports.size, 20);
    assert.equal(Math.max(...turns), PER_TURN);
  });

  test('are made sockets of where they are left to the server', async () => {
    let taken = 0;
    const received: string[] = [];
    await using server = await listening((open) => {
      if (++taken % 3 === 0) return false;
      listenTo(open(), (text) => received.push(text));
      return true;
    });
    server.on('connection', (socket) => {
      socket.on('data', (chunk: Buffer) => received.push(`socket ${chunk.toString()}`)).on('end', () => socket.end());
    });
    connectTogether(server.address() as AddressInfo, 9);
    await eventually(
      'all of them',
      () => received.length === 9,
      () => received,
    );
    assert.equal(received.filter((text) => text.startsWith('socket ')).length, 3);
  });

  test('are no longer taken once the listening socket is closed, by whoever took the one before', async () => {
    let taken = 0;
    await using server = await listening((open, listener) => {
      if (++taken === 3) listener.close();
      open().destroy();
      return true;
    });
    connectTogether(server.address() as AddressInfo, 9);
    await eventually(
      'the end',
      () => !server.listening && taken > 0,
      () => taken,
    );
    await turn();
    assert.equal(taken, 3);
  });
});

test('connections that find too many open files are no harm to those that are there, and others are taken once there are fewer', async () => {
  const port = await findFreePort();
  const config = {
    servers: [{ listen: `127.0.0.1:${port}`, locations: { '/': { return: { code: 200, text: 'ok' } } } }],
  };
  const program = ['--conditions=wsproxy-source', join(root, 'proxy-runtime/program.ts')];
  const command = [
    'ulimit -n 64; exec "$@"',
    'sh',
    process.execPath,
    ...program,
    '--config-json',
    JSON.stringify(config),
  ];
  await using proxy = startProgram('sh', ['-c', ...command]);
  await proxy.printed(/listens on/);
  const ask = async (client: RawSocket): Promise<void> => {
    client.write(GET);
    await client.response();
  };
  using first = await connectRaw(port);
  await ask(first);
  const clients = await Promise.all(Array.from({ length: 80 }, () => connectRaw(port)));
  await ask(first);
  for (const client of clients) client[Symbol.dispose]();
  let served = false;
  for (let tries = 0; tries < 200 && !served; tries++) {
    using last = await connectRaw(port);
    served = await ask(last).then(
      () => true,
      () => delay(20, false),
    );
  }
  assert.ok(served);
});
