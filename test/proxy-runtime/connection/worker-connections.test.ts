import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import {
  GET,
  ok,
  seedConfig,
  startTestProxy,
  SWITCHING,
  type TestProxy,
  UPGRADE_REQUEST,
} from '../../support/test-proxy.ts';
import { CertificateFolder } from '../tls/support/files.ts';
import { connectTls } from '../tls/support/tls-client.ts';

/** The listening socket, and what stands for the master's channel. */
const TAKEN = 2;

/** Answers everything by itself. */
function config(connections: number, more: Partial<ProxyConfig> = {}): ProxyConfig {
  return {
    workerConnections: TAKEN + connections,
    servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 200, text: 'ok' } } } }],
    ...more,
  };
}

class Clients implements Disposable {
  readonly all: RawSocket[] = [];

  async connect(port: number, count: number, talk: (client: RawSocket) => Promise<void> | void): Promise<void> {
    for (let index = 0; index < count; index++) {
      const client = await connectRaw(port);
      this.all.push(client);
      await talk(client);
    }
  }

  [Symbol.dispose](): void {
    for (const client of this.all) client[Symbol.dispose]();
  }
}

async function ask(client: RawSocket): Promise<void> {
  client.write(GET);
  assert.equal((await client.response()).line, 'HTTP/1.1 200 OK');
}

/** Once a second, and nothing else. */
function checkWarnings({ errorLines }: TestProxy, connections: number): void {
  assert.deepEqual([...new Set(errorLines)], [`${connections} worker_connections are not enough, reusing connections`]);
}

describe('when worker_connections run short', { concurrency: true }, () => {
  test('clients that have been idle longest are closed, and all are served', async () => {
    await using proxy = await startTestProxy(config(18));
    using clients = new Clients();
    await clients.connect(proxy.port, 10, ask);
    const [first, second] = clients.all;
    assert.ok(first !== undefined && second !== undefined);
    await ask(first);
    await clients.connect(proxy.port, 10, ask);
    assert.equal(await second.ended(), 'fin');
    await ask(first);
    await clients.connect(proxy.port, 60, ask);
    assert.equal(await first.ended(), 'fin');
    const [last] = clients.all.slice(-1);
    assert.ok(last !== undefined);
    await ask(last);
    assert.ok(proxy.proxy.connections <= 18, `${proxy.proxy.connections} connections`);
    checkWarnings(proxy, 20);
  });

  test('clients that have not sent a byte are closed', async () => {
    await using proxy = await startTestProxy(config(6));
    using clients = new Clients();
    await clients.connect(proxy.port, 20, () => undefined);
    await clients.connect(proxy.port, 1, ask);
    assert.equal(await clients.all[0]?.ended(), 'fin');
    checkWarnings(proxy, 8);
  });

  test('clients that have not sent a byte where TLS is asked for are closed', async () => {
    using folder = new CertificateFolder();
    const overTls = { listen: { address: '127.0.0.1:0', ssl: true }, ...folder.serverNamed('a') };
    const servers = config(6).servers.map((server) => ({ ...server, ...overTls }));
    await using proxy = await startTestProxy(config(6, { servers }));
    using clients = new Clients();
    await clients.connect(proxy.port, 20, () => undefined);
    using client = await connectTls(proxy.port);
    await ask(client.raw);
    using another = await connectTls(proxy.port);
    await ask(another.raw);
    assert.equal(await clients.all[0]?.ended(), 'fin');
    checkWarnings(proxy, 8);
  });

  test('clients that only have to read their answers are closed', async () => {
    await using proxy = await startTestProxy(config(6, { lingeringClose: 'always', lingeringTimeout: '1m' }));
    using clients = new Clients();
    await clients.connect(proxy.port, 20, async (client) => {
      client.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      assert.equal((await client.response()).line, 'HTTP/1.1 200 OK');
      assert.equal(await client.ended(), 'fin');
    });
    checkWarnings(proxy, 8);
  });

  test('a connection to a backend takes the place of an idle client', async () => {
    await using backend = await startRawBackend(answering(() => ok('')));
    const passing = { '/b': { proxyPass: `http://${backend.address}` } };
    const servers = config(6).servers.map((server) => ({ ...server, locations: { ...server.locations, ...passing } }));
    await using proxy = await startTestProxy(config(6, { servers }));
    using clients = new Clients();
    await clients.connect(proxy.port, 6, ask);
    const last = clients.all[5];
    last?.write('GET /b HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.equal((await last?.response())?.line, 'HTTP/1.1 200 OK');
    assert.equal(await clients.all[0]?.ended(), 'fin');
    assert.equal(proxy.proxy.connections, 5);
  });

  test('who is in the middle of a request is not closed, and others are refused', async () => {
    await using proxy = await startTestProxy(config(3));
    using clients = new Clients();
    await clients.connect(proxy.port, 3, async (client) => {
      client.write(`${GET}GET / HTTP/1.1\r\n`);
      await client.response();
    });
    using other = await proxy.connect();
    await other.ended();
    assert.deepEqual(proxy.errorLines, ['5 worker_connections are not enough']);
    for (const client of clients.all) {
      client.write('Host: a\r\n\r\n');
      assert.equal((await client.response()).line, 'HTTP/1.1 200 OK');
    }
  });

  test('tunnels are never closed', async () => {
    await using backend = await startRawBackend(answering(() => SWITCHING));
    await using proxy = await startTestProxy(seedConfig(backend, {}, { workerConnections: TAKEN + 4 }));
    using clients = new Clients();
    await clients.connect(proxy.port, 2, async (client) => {
      client.write(UPGRADE_REQUEST);
      await client.response({ bodiless: true });
    });
    using other = await proxy.connect();
    await other.ended();
    assert.equal(proxy.proxy.tunnels, 2);
  });
});
