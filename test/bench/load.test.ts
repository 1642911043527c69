import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { buildLoad, findCompiler } from '../../bench/load/build.ts';
import { LoadRun, type LoadOptions, type LoadResult } from '../../bench/load/load-run.ts';
import { freePorts } from '../../bench/peers/free-ports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const skip = findCompiler() === undefined ? 'there is no C compiler' : false;

describe('the load generator', { skip }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let program: string;
  before(async () => {
    folder = await temporaryFolder();
    program = buildLoad(folder.path);
  });
  after(() => folder[Symbol.asyncDispose]());

  /** Runs load through a proxy of bytes that may change what the backend sends. */
  async function run(
    options: Partial<LoadOptions>,
    change: (chunk: Buffer, client: Socket) => Buffer = (chunk) => chunk,
  ): Promise<LoadResult> {
    const { backend } = await freePorts();
    const proxy: Server = createServer((client) => {
      const upstream = connect(backend, '127.0.0.1');
      for (const socket of [client, upstream]) socket.on('error', () => client.destroy());
      client.on('close', () => upstream.destroy());
      client.pipe(upstream);
      upstream.on('data', (chunk: Buffer) => client.write(change(chunk, client)));
      upstream.on('end', () => client.end());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    try {
      const ports = { proxy: (proxy.address() as AddressInfo).port, backend };
      await using load = new LoadRun(program, ports, { connections: 3, warm: 0, seconds: 0, ...options });
      await load.ready();
      return await load.go();
    } finally {
      proxy.close();
    }
  }

  test('sends a message through each tunnel', async () => {
    assert.equal((await run({})).operations, 3);
  });

  test('keeps to its time, and to so many messages at a time', async () => {
    const { operations, seconds, p50, p99 } = await run({ inFlight: 2, seconds: 0.1 });
    assert.ok(operations > 3, String(operations));
    assert.ok(seconds >= 0.1 && p50 > 0 && p99 >= p50, JSON.stringify({ seconds, p50, p99 }));
  });

  test('sends and takes large messages', async () => {
    assert.equal((await run({ up: '4x65536', down: '3x65536' })).operations, 3);
  });

  test('opens and closes tunnels while others stay open', async () => {
    const { operations } = await run({ churn: 2, seconds: 0.1 });
    assert.ok(operations >= 2, String(operations));
  });

  test('opens and closes so many tunnels', async () => {
    assert.equal((await run({ connections: 0, churn: 4, openings: 10 })).operations, 10);
    assert.equal((await run({ connections: 0, churn: 4 })).operations, 4);
  });

  test('sends GET requests', async () => {
    assert.equal((await run({ get: true })).operations, 3);
  });

  test('fails for a proxy that changes a byte', async () => {
    const flip = (chunk: Buffer): Buffer => {
      if (chunk[0] === 0x82) chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 1;
      return chunk;
    };
    await assert.rejects(run({}, flip), { message: 'the proxy delivered wrong bytes' });
  });

  test('fails for a proxy that adds a byte', async () => {
    const add = (chunk: Buffer): Buffer => (chunk[0] === 0x82 ? Buffer.concat([chunk, Buffer.alloc(1)]) : chunk);
    await assert.rejects(run({}, add), { message: 'the proxy sent more bytes than the backend' });
  });

  test('fails for a proxy that does not switch protocols', async () => {
    const refuse = (): Buffer => Buffer.from('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    await assert.rejects(run({}, refuse), { message: 'the proxy did not answer 101 but HTTP/1.1 502 Bad Gateway' });
  });

  test('fails for a proxy that closes a tunnel', async () => {
    const close = (chunk: Buffer, client: Socket): Buffer => {
      if (chunk[0] === 0x82) client.destroy();
      return chunk;
    };
    await assert.rejects(run({}, close), /the proxy closed a tunnel/);
  });
});
