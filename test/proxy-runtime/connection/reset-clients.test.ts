import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { GET, ok, seedConfig, startTestProxy } from '../../support/test-proxy.ts';
import { CertificateFolder } from '../tls/support/files.ts';

const SECRET = 'DELETE /secret HTTP/1.1\r\nHost: a\r\n\r\n';

/** Sends a request and RST, before this thread comes to accept the connection. */
function askAndReset(port: number): void {
  const program = `
    const socket = require('node:net').connect(${port}, '127.0.0.1', () => {
      socket.write(${JSON.stringify(SECRET)}, () => socket.resetAndDestroy());
    });
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--eval', program], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
}

describe('a client that has sent RST', () => {
  for (const ssl of [false, true]) {
    test(`before it was accepted${ssl ? ' where TLS is asked for' : ''} has no address, and is served nothing`, async () => {
      using folder = new CertificateFolder();
      const log = join(folder.path, 'error.log');
      await using backend = await startRawBackend(answering((request) => ok(request)));
      const config: ProxyConfig = seedConfig(backend, {}, { errorLog: { path: log, level: 'info' } });
      const overTls = ssl && { listen: { address: '127.0.0.1:0', ssl }, ...folder.serverNamed('a') };
      await using proxy = await startTestProxy({
        ...config,
        servers: config.servers.map((server) => ({ ...server, ...overTls })),
      });
      for (let client = 0; client < 3; client++) askAndReset(proxy.port);
      // Accepted after them.
      using client = await proxy.connect();
      client.write(GET);
      await client.response();
      await proxy.access(0);
      const said = 'client reset the connection before it was accepted';
      const lines = (): number => readFileSync(log, 'utf8').split(said).length - 1;
      // Lines are written a few milliseconds after what they tell of.
      await eventually('a line of each', () => lines() >= 3, lines);
      assert.equal(lines(), 3);
      assert.deepEqual([backend.connections.length, proxy.accessLines.length], [ssl ? 0 : 1, 1]);
    });
  }

  test('with its request at the end of a handshake has the address it was accepted with', async () => {
    using folder = new CertificateFolder();
    await using proxy = await startTestProxy({
      servers: [
        {
          listen: { address: '127.0.0.1:0', ssl: true },
          ...folder.serverNamed('a'),
          locations: {},
        },
      ],
    });
    const tcp = connect({ port: proxy.port, host: '127.0.0.1' });
    const tls = connectTls({ socket: tcp, rejectUnauthorized: false });
    tls.on('error', () => undefined);
    tls.on('secureConnect', () => {
      tls.write(SECRET);
      // When it is written, and before this thread reads anything.
      setImmediate(() => tcp.resetAndDestroy());
    });
    const line = await proxy.access(0);
    assert.deepEqual([line['remote_addr'], line['status']], ['127.0.0.1', 404]);
  });
});
