import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { createServer } from 'node:tls';
import type { LocationConfig } from '../../../proxy-runtime/index.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import {
  GET,
  ok,
  startTestProxy,
  SWITCHING,
  UPGRADE_REQUEST,
  upstreamConfig,
  type TestProxy,
} from '../../support/test-proxy.ts';
import { CERTIFICATE, KEY } from '../support/certificate.ts';

interface TlsBackend extends AsyncDisposable {
  readonly address: string;
  readonly connections: readonly RawSocket[];
  /** The names clients asked for (SNI); false for none. */
  readonly names: readonly (string | false)[];
}

/** A backend that answers GET with 200, and opens every tunnel and echoes in it. */
async function startTlsBackend(): Promise<TlsBackend> {
  const connections: RawSocket[] = [];
  const names: (string | false)[] = [];
  const server = createServer({ cert: CERTIFICATE, key: KEY }, (socket) => {
    const connection = new RawSocket(socket);
    connections.push(connection);
    names.push(socket.servername ?? false);
    void connection
      .request()
      .then(({ get }) => {
        if (get('Upgrade') === undefined) connection.write(ok('over TLS'));
        else {
          connection.write(SWITCHING);
          socket.pipe(socket);
        }
      })
      .catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    names,
    [Symbol.asyncDispose]: async () => {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function start(backend: { readonly address: string }, location: LocationConfig = {}): Promise<TestProxy> {
  return startTestProxy(upstreamConfig([backend], { ...location, proxyPass: 'https://backends' }));
}

describe('an https backend', () => {
  test('is asked without a name and without verifying it, as nginx does unless told to', async () => {
    await using backend = await startTlsBackend();
    await using proxy = await start(backend);
    using client = await proxy.connect();
    client.write(GET);
    assert.equal((await client.response()).body.toString(), 'over TLS');
    assert.deepEqual(backend.names, [false]);
  });

  test('is told the name where that is wanted', async () => {
    await using backend = await startTlsBackend();
    await using proxy = await start(backend, { proxySslServerName: 'on', proxySslName: 'backend.test' });
    using client = await proxy.connect();
    client.write(GET);
    await client.response();
    assert.deepEqual(backend.names, ['backend.test']);
  });

  test('that nobody vouches for is 502 where it is verified', async () => {
    await using backend = await startTlsBackend();
    await using proxy = await start(backend, { proxySslVerify: 'on', proxySslName: 'backend.test' });
    using client = await proxy.connect();
    client.write(GET);
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    assert.match(proxy.errorLines.join(), /self-signed certificate/);
  });

  test('that speaks no TLS is 502, one that says nothing 504', async () => {
    await using plain = await startRawBackend((connection) => connection.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await using proxy = await start(plain);
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    await using silent = await startRawBackend();
    await using other = await start(silent, { proxyConnectTimeout: '500ms' });
    using another = await other.connect();
    another.write(UPGRADE_REQUEST);
    assert.equal((await another.response()).line, 'HTTP/1.1 504 Gateway Time-out');
  });

  test('is tunnelled to: early bytes, megabytes, and the end', async () => {
    await using backend = await startTlsBackend();
    await using proxy = await start(backend);
    using client = await proxy.connect();
    client.write(`${UPGRADE_REQUEST}early`);
    await client.response();
    assert.equal(await client.takeText(5), 'early');
    const much = Buffer.from(Array.from({ length: 5_000_000 }, (_, index) => index % 249));
    client.write(much);
    assert.ok((await client.take(much.length)).equals(much));
    backend.connections[0]?.finish();
    assert.equal(await client.ended(), 'fin');
    assert.equal((await proxy.access(0))['status'], 101);
  });

  test("hears of the client's end, and of its reset", async () => {
    await using backend = await startTlsBackend();
    await using proxy = await start(backend);
    for (const leave of ['finish', 'reset'] as const) {
      using client = await proxy.connect();
      client.write(UPGRADE_REQUEST);
      await client.response();
      client[leave]();
      await backend.connections.at(-1)?.ended();
    }
    assert.equal(proxy.proxy.tunnels, 0);
  });
});
