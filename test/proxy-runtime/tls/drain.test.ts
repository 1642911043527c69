import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { startWorkers } from '../workers/support.ts';
import { CertificateFolder } from './support/files.ts';
import { startTls } from './support/tls-client.ts';

/** Lets the beginning of what the first client sends through, and the rest when it is told to. */
async function startHolding(port: number, bytes: number): Promise<{ port: number; held: Promise<void>; go(): void }> {
  let go = (): void => undefined;
  const going = new Promise<void>((resolve) => (go = resolve));
  let hold = (): void => undefined;
  const held = new Promise<void>((resolve) => (hold = resolve));
  const server = createServer((client) => {
    server.close();
    const proxy = connect(port, '127.0.0.1');
    proxy.on('error', () => client.destroy()).pipe(client);
    client.on('error', () => undefined);
    client.once('data', (hello: Buffer) => {
      client.pause();
      proxy.write(hello.subarray(0, bytes), hold);
      void going.then(() => {
        proxy.write(hello.subarray(bytes));
        client.pipe(proxy);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, held, go };
}

function config(folder: CertificateFolder, more: Partial<ProxyConfig> = {}): ProxyConfig {
  return {
    accessLog: { path: join(folder.path, 'access.log') },
    errorLog: { path: join(folder.path, 'error.log') },
    servers: [
      {
        listen: { address: '127.0.0.1:0', ssl: true },
        ...folder.serverNamed('a'),
        locations: { '/': { return: { code: 200, text: 'ok' } } },
      },
    ],
    ...more,
  };
}

describe('a drain during a handshake', { concurrency: true }, () => {
  for (const workers of [1, 2]) {
    test(`is over when the request behind it is served and logged, with ${workers} of workers`, async () => {
      using folder = new CertificateFolder();
      await using proxy = await startWorkers(config(folder), workers);
      const relay = await startHolding(proxy.port, 100);
      using client = startTls(relay.port);
      await relay.held;
      // The beginning is read, as well.
      await delay(100);
      let over = false;
      const drained = proxy.proxy.drain().then(() => (over = true));
      // A worker's thread that has nothing to do is ended after a second.
      await delay(workers === 1 ? 100 : 1500);
      assert.equal(over, false);
      relay.go();
      await once(client.socket, 'secureConnect');
      client.raw.write('GET /late HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      assert.equal((await client.raw.response()).body.toString(), 'ok');
      await drained;
      assert.match(readFileSync(join(folder.path, 'access.log'), 'utf8'), /"GET \/late HTTP\/1\.1" 200 /);
    });
  }

  test('is over when the handshake fails', async () => {
    using folder = new CertificateFolder();
    await using proxy = await startWorkers(config(folder), 1);
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined).write(Buffer.from([0x16, 3, 1]));
    await delay(100);
    let over = false;
    const drained = proxy.proxy.drain().then(() => (over = true));
    await delay(100);
    assert.equal(over, false);
    socket.destroy();
    await drained;
  });

  test('is over after workerShutdownTimeout', async () => {
    using folder = new CertificateFolder();
    await using proxy = await startWorkers(config(folder, { workerShutdownTimeout: '200ms' }), 1);
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined).write(Buffer.from([0x16, 3, 1]));
    await delay(100);
    await proxy.proxy.drain();
    socket.destroy();
  });

  test('does not wait for a client that has not sent a byte', async () => {
    using folder = new CertificateFolder();
    await using proxy = await startWorkers(config(folder), 1);
    const socket = connect(proxy.port, '127.0.0.1');
    await once(socket, 'connect');
    await delay(100);
    await proxy.proxy.drain();
    socket.destroy();
  });
});
