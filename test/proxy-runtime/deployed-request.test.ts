import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, performServerHandshake } from 'node:http2';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { planDeployment, proxyConfig, type BackendDirectives } from '../../lib/plan/index.ts';
import { answering, startRawBackend } from '../support/raw-backend.ts';
import type { RawSocket } from '../support/raw-socket.ts';
import { ok, startTestProxy, SWITCHING, type TestProxy } from '../support/test-proxy.ts';

/** What a backend gets of a client by the configuration that a plan renders. */
describe('a request through a deployed proxy', () => {
  async function start(port: number, directives: BackendDirectives = {}): Promise<TestProxy> {
    const target = { scheme: 'http', host: '127.0.0.1', port: String(port) } as const;
    const { servers, ...config } = proxyConfig(planDeployment({}), { '/open/': { ...target, directives } });
    return startTestProxy({
      ...config,
      health: { listen: '127.0.0.1:0' },
      servers: servers.map((server) => ({ ...server, listen: '127.0.0.1:0' })),
    });
  }

  async function headersFor(lines: string, directives?: BackendDirectives): Promise<readonly string[]> {
    const requests: string[] = [];
    await using backend = await startRawBackend(
      answering((request) => {
        requests.push(request);
        return /^upgrade: websocket$/im.test(request) ? SWITCHING : ok('');
      }),
    );
    await using proxy = await start(backend.port, directives);
    using client = await proxy.connect();
    client.write(`GET /open/ HTTP/1.1\r\nHost: example.test\r\n${lines}\r\n`);
    await client.response();
    return requests[0]?.trim().split('\r\n').slice(2) ?? [];
  }

  test('reaches no path by h2c that is no location, but where directives pass on every Upgrade', async () => {
    assert.deepEqual(await adminByH2c({}), { status: 426, admin: undefined });
    assert.deepEqual(await adminByH2c({ proxySetHeader: { Upgrade: '$http_upgrade' } }), { status: 101, admin: 200 });
  });

  /** Asks for HTTP/2 in a location, and then, in the connection that it may have got, for a path that is in none. */
  async function adminByH2c(directives: BackendDirectives): Promise<unknown> {
    await using backend = await startRawBackend((connection) => void serveH2c(connection));
    await using proxy = await start(backend.port, directives);
    using client = await proxy.connect();
    client.write(
      'GET /open/ HTTP/1.1\r\nHost: example.test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
    );
    const status = Number((await client.response()).line.split(' ')[1]);
    return { status, admin: status === 101 ? await statusByHttp2(client, '/admin') : undefined };
  }

  for (const upgrade of ['websocket', 'WebSocket', 'WEBSOCKET']) {
    test(`has its Upgrade passed on: ${upgrade}`, async () => {
      assert.deepEqual(await headersFor(`Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n`), [
        'Upgrade: websocket',
        'Connection: upgrade',
      ]);
    });
  }

  for (const lines of [
    'Upgrade: websocket, h2c\r\n',
    'Upgrade: h2c, websocket\r\n',
    'Upgrade: websocket\r\nUpgrade: h2c\r\n',
    'Upgrade: h2c\r\nUpgrade: websocket\r\n',
    'Upgrade: websocket/13\r\n',
    'Upgrade: TLS/1.0\r\n',
    'Upgrade:\r\n',
  ]) {
    test(`has no other Upgrade passed on: ${JSON.stringify(lines)}`, async () => {
      assert.deepEqual(await headersFor(`Connection: Upgrade\r\n${lines}`), []);
    });
  }

  const CLAIMS =
    'X-Real-IP: 192.0.2.66\r\nX-REAL-IP: 192.0.2.67\r\nForwarded: for=192.0.2.66\r\nX-Forwarded-Host: evil.test\r\nX_Forwarded_Host: evil.test\r\n';
  const OF_LOAD_BALANCER = [
    'X-Forwarded-For: 192.0.2.66, 198.51.100.7',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Port: 443',
  ];

  test('says what the load balancer says of the client, and nothing that the client says of itself', async () => {
    assert.deepEqual(
      await headersFor(CLAIMS + OF_LOAD_BALANCER.map((line) => `${line}\r\n`).join('')),
      OF_LOAD_BALANCER,
    );
  });

  test("can't have a header of the load balancer taken out by Connection", async () => {
    const lines = `Connection: X-Forwarded-For, X-Forwarded-Proto\r\n${OF_LOAD_BALANCER.join('\r\n')}\r\n`;
    assert.deepEqual(await headersFor(lines), OF_LOAD_BALANCER);
  });

  test('says more where directives do', async () => {
    assert.deepEqual(
      await headersFor(CLAIMS, { proxySetHeader: { 'X-Forwarded-Host': '$http_host', 'X-Tenant': 'a' } }),
      ['X-Forwarded-Host: example.test', 'X-Tenant: a'],
    );
  });
});

/** A backend that speaks h2c, and wants it. */
async function serveH2c(connection: RawSocket): Promise<void> {
  const request = await connection.request();
  if (request.get('Upgrade') !== 'h2c') {
    connection.write('HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  connection.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  const session = performServerHandshake(await socketOf(connection));
  session.on('stream', (stream) => stream.respond({ ':status': 200 }, { endStream: true }));
}

/** The socket itself, with what has come and was not taken yet. */
async function socketOf(connection: RawSocket): Promise<Socket> {
  const { socket } = connection;
  socket.removeAllListeners('data').pause();
  const rest = await connection.take(connection.received.length);
  if (rest.length > 0) socket.unshift(rest);
  return socket;
}

async function statusByHttp2(connection: RawSocket, path: string): Promise<number | undefined> {
  const socket = await socketOf(connection);
  const session = connect('http://example.test', { createConnection: () => socket });
  const stream = session.request({ ':path': path });
  const [headers] = (await once(stream, 'response')) as [{ readonly ':status'?: number }];
  session.destroy();
  return headers[':status'];
}
