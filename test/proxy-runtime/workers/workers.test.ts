import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { startProxy, type ProxyConfig } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { GET, seedConfig } from '../../support/test-proxy.ts';
import { CERTIFICATE, KEY } from '../support/certificate.ts';
import { askForTunnels, countOf, end, startSwitchingBackend, startWorkers, withMetrics } from './support.ts';

const says = (text: string, more: Partial<ProxyConfig> = {}): ProxyConfig => ({
  servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 200, text } } } }],
  ...more,
});

async function ask(port: number): Promise<string> {
  using client = await connectRaw(port);
  client.write(GET);
  return (await client.response()).body.toString();
}

/** What enough connections are answered for every worker to have had one. */
async function answers(port: number): Promise<string[]> {
  return [...new Set(await Promise.all(Array.from({ length: 40 }, () => ask(port))))];
}

describe('workers', () => {
  test('share connections out evenly: with 1,000 tunnels, none has 20 % more than the mean', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await startWorkers(seedConfig(backend));
    const tunnels = await askForTunnels(proxy.port, 1000);
    try {
      assert.equal(countOf(tunnels, 101), 1000);
      assert.equal(proxy.proxy.tunnels, 1000);
      assert.equal(proxy.proxy.connections, 1000);
      const each = (await proxy.metrics()).byWorker('wsproxy_tunnels');
      assert.equal(each.length, 2);
      assert.ok(Math.max(...each) < 1.2 * 500, `tunnels of each worker: ${each.join(', ')}`);
    } finally {
      end(tunnels);
    }
    await eventually('no tunnel', () => proxy.proxy.tunnels === 0);
  });

  test('drain together: it is over when the last tunnel of any is', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await startWorkers(seedConfig(backend));
    const tunnels = await askForTunnels(proxy.port, 40);
    const each = (await proxy.metrics()).byWorker('wsproxy_tunnels');
    assert.ok(Math.min(...each) > 0, `tunnels of each worker: ${each.join(', ')}`);
    let over = false;
    const drained = proxy.proxy.drain().then(() => (over = true));
    for (let tries = 0; await takesConnections(proxy.port); tries++) assert.ok(tries < 10_000);
    const last = tunnels.pop();
    end(tunnels);
    await eventually('one tunnel', () => proxy.proxy.tunnels === 1);
    last?.client.write('still here');
    await eventually('its bytes', () =>
      backend.connections.some((connection) => connection.received.includes('still here')),
    );
    assert.equal(over, false);
    last?.client.finish();
    await drained;
  });

  test('take another configuration together, and go on with their tunnels', async () => {
    await using backend = await startSwitchingBackend();
    await using proxy = await startWorkers(seedConfig(backend));
    const tunnels = await askForTunnels(proxy.port, 40);
    await proxy.proxy.reload(withMetrics(says('after')));
    assert.equal(proxy.proxy.addresses[0]?.port, proxy.port);
    assert.deepEqual(await answers(proxy.port), ['after']);
    assert.equal(proxy.proxy.tunnels, 40);
    end(tunnels);
  });

  test('keep the configuration they have, all of them, when one refuses another', async () => {
    await using folder = await temporaryFolder();
    await using proxy = await startWorkers(says('before'));
    const key = createPrivateKey(KEY).export({
      ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'worker 0' },
    });
    await writeFile(join(folder.path, 'key.pem'), key);
    await writeFile(join(folder.path, 'cert.pem'), CERTIFICATE);
    const tls = (sslPasswordFile: string): ProxyConfig => {
      const server = { listen: { address: '127.0.0.1:0', ssl: true }, sslPasswordFile };
      const pem = { sslCertificate: join(folder.path, 'cert.pem'), sslCertificateKey: join(folder.path, 'key.pem') };
      const { servers } = says('after');
      return withMetrics({ servers: [...servers, { ...server, ...pem, locations: {} }] });
    };
    // The thread's own name: only the first worker's is the passphrase.
    await assert.rejects(proxy.proxy.reload(tls('/proc/thread-self/comm')), /sslCertificateKey/);
    assert.equal(proxy.proxy.addresses.length, 1);
    assert.deepEqual(await answers(proxy.port), ['before']);
    await writeFile(join(folder.path, 'passphrase'), 'worker 0\n');
    await proxy.proxy.reload(tls(join(folder.path, 'passphrase')));
    assert.deepEqual(await answers(proxy.port), ['after']);
  });

  test('do not share an address with another proxy', async () => {
    await using proxy = await startWorkers(says('mine'));
    const config = withMetrics(says('theirs'));
    const taken = { ...config, servers: [{ listen: `127.0.0.1:${proxy.port}`, locations: {} }] };
    await assert.rejects(startProxy(taken, { workers: 2 }), {
      code: 'EADDRINUSE',
      syscall: 'listen',
      message: new RegExp(`^listen EADDRINUSE: address already in use 127\\.0\\.0\\.1:${proxy.port}$`),
    });
    await assert.rejects(proxy.proxy.reload({ ...taken, servers: [...config.servers, ...taken.servers] }), {
      code: 'EADDRINUSE',
    });
    assert.deepEqual(await answers(proxy.port), ['mine']);
  });

  test('leave a unix socket to the first of them', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'listen.sock');
    await using proxy = await startWorkers({
      servers: [{ listen: ['127.0.0.1:0', `unix:${path}`], locations: { '/': { return: { code: 200, text: 'x' } } } }],
    });
    assert.deepEqual(
      proxy.proxy.addresses.map(({ host, port }) => [host, port === 0]),
      [
        ['127.0.0.1', false],
        [path, true],
      ],
    );
    for (let i = 0; i < 5; i++) {
      const socket = connect(path);
      socket.write(GET);
      const [chunk] = (await new Promise<Buffer[]>((resolve, reject) => {
        socket.on('data', (data: Buffer) => resolve([data])).on('error', reject);
      })) as [Buffer];
      assert.match(chunk.toString(), /^HTTP\/1\.1 200 OK/);
      socket.destroy();
    }
    assert.deepEqual((await proxy.metrics()).byWorker('wsproxy_connections_accepted_total'), [5, 0]);
  });

  test('number connections together', async () => {
    await using proxy = await startWorkers(says('$connection'));
    const numbers = await Promise.all(Array.from({ length: 40 }, () => ask(proxy.port)));
    assert.equal(new Set(numbers).size, 40);
    const accepted = (await proxy.metrics()).byWorker('wsproxy_connections_accepted_total');
    assert.ok(Math.min(...accepted) > 0, `of each worker: ${accepted.join(', ')}`);
  });

  test('write one log together, and open it again together', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'access.log');
    const lines = (file: string): number => readFileSync(file, 'latin1').split('\n').length - 1;
    const written = (): Promise<unknown> => eventually('40 lines', () => lines(path) === 40);
    await using proxy = await startWorkers(says('x', { accessLog: { path } }));
    await answers(proxy.port);
    await written();
    await rename(path, `${path}.1`);
    proxy.proxy.reopenLogs();
    await eventually('the new file', () => existsSync(path));
    // The metrics are asked for behind the reopening.
    await proxy.metrics();
    await answers(proxy.port);
    await written();
    assert.equal(lines(`${path}.1`), 40);
  });

  test('resume the TLS sessions that others have begun', async () => {
    await using folder = await temporaryFolder();
    const pem = { sslCertificate: join(folder.path, 'cert.pem'), sslCertificateKey: join(folder.path, 'key.pem') };
    await writeFile(pem.sslCertificate, CERTIFICATE);
    await writeFile(pem.sslCertificateKey, KEY);
    const [server] = says('x').servers;
    await using proxy = await startWorkers({
      servers: [
        { ...server, listen: { address: '127.0.0.1:0', ssl: true }, ...pem, locations: server?.locations ?? {} },
      ],
    });
    const handshake = async (session?: Buffer): Promise<TLSSocket> => {
      const options = {
        port: proxy.port,
        host: '127.0.0.1',
        rejectUnauthorized: false,
        maxVersion: 'TLSv1.2',
      } as const;
      const socket = connectTls({ ...options, ...(session && { session }) });
      await once(socket, 'secureConnect');
      return socket;
    };
    const first = await handshake();
    const session = first.getSession();
    first.destroy();
    for (let i = 0; i < 20; i++) {
      const socket = await handshake(session);
      assert.equal(socket.isSessionReused(), true);
      socket.destroy();
    }
    const accepted = (await proxy.metrics()).byWorker('wsproxy_connections_accepted_total');
    assert.ok(Math.min(...accepted) > 0, `of each worker: ${accepted.join(', ')}`);
  });

  test('answer with what they are called', async () => {
    const proxy = await startProxy(withMetrics(says('x')), { workers: 2, product: 'nginx/1.2.3' });
    try {
      const { headers } = await fetch(`http://127.0.0.1:${proxy.addresses[0]?.port ?? 0}/`);
      assert.equal(headers.get('server'), 'nginx/1.2.3');
    } finally {
      await proxy.close();
    }
  });

  test('are refused where there is nothing to share', async () => {
    await using backend = await startRawBackend();
    for (const workers of [0, -1, 65, 1.5, NaN]) {
      await assert.rejects(startProxy(seedConfig(backend), { workers }), {
        name: 'ConfigError',
        message: `workers is ${workers}, but must be 1 to 64, or auto for one on each core`,
      });
    }
    await assert.rejects(startProxy(seedConfig(backend), { workers: 2, accessLog: () => undefined }), {
      name: 'ConfigError',
      message: 'accessLog goes with one worker, but there are 2; leave it out, or workers',
    });
  });
});

async function takesConnections(port: number): Promise<boolean> {
  try {
    (await connectRaw(port))[Symbol.dispose]();
    return true;
  } catch {
    return false;
  }
}
