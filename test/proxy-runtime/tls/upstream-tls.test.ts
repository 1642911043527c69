import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createServer, type TlsOptions, type TLSSocket } from 'node:tls';
import { ConfigError } from '../../../proxy-runtime/config/config-error.ts';
import type { ProxySslDirectives } from '../../../proxy-runtime/config/types.ts';
import { closeTls } from '../../../proxy-runtime/tls/close.ts';
import { proxySslSettings } from '../../../proxy-runtime/tls/proxy-ssl-settings.ts';
import { UpstreamTls, upstreamTlsBySettings } from '../../../proxy-runtime/tls/upstream-tls.ts';
import { eventually } from '../../support/eventually.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { CertificateFolder } from './support/files.ts';
import { makeCertificate, makeCrl } from './support/make-certificate.ts';
import { startRecordingRelay } from './support/recording-relay.ts';

const AUTHORITY = makeCertificate({ subject: [{ CN: 'authority' }], authority: true });
const GREETING = 'hello';
const BACKEND = makeCertificate({ issuer: AUTHORITY, names: ['backend.test', '*.wild.test', '127.0.0.1'] });

interface Backend extends AsyncDisposable {
  readonly port: number;
  readonly connections: readonly TLSSocket[];
  connection(index: number): Promise<TLSSocket>;
}

async function startBackend(
  options: TlsOptions = {},
  listen: { path: string } | { port: number } = { port: 0 },
): Promise<Backend> {
  const connections: TLSSocket[] = [];
  const { certificate: cert, key } = BACKEND;
  const server = createServer({ cert, key, allowHalfOpen: true, ...options } as TlsOptions, (socket) => {
    socket.on('error', () => undefined);
    connections.push(socket);
    // Tells a client that its part of the handshake has arrived.
    socket.write(GREETING);
  });
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.on('tlsClientError', () => undefined);
  server.listen({ host: '127.0.0.1', ...listen });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    connection: (index) => eventually(`connection ${index} to the backend`, () => connections[index]),
    [Symbol.asyncDispose]: () => close(server, sockets),
  };
}

async function close(server: Server, connections: readonly { destroy(): unknown }[]): Promise<void> {
  for (const socket of connections) socket.destroy();
  server.close();
  await once(server, 'close');
}

function upstreamTls(directives: ProxySslDirectives = {}): UpstreamTls {
  return new UpstreamTls(proxySslSettings(directives));
}

function start(tls: UpstreamTls, port: number, name: string): TLSSocket {
  return tls.connect({ port, host: '127.0.0.1', allowHalfOpen: true }, name);
}

/** '' when the handshake succeeds, else what is said against it. */
async function outcome(tls: UpstreamTls, port: number, name: string): Promise<string> {
  const socket = start(tls, port, name);
  try {
    await once(socket, 'data');
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    socket.destroy();
  }
}

describe('TLS to a backend', () => {
  test('verifies nobody and names nobody by default', async () => {
    await using backend = await startBackend();
    assert.equal(await outcome(upstreamTls(), backend.port, 'other.test'), '');
    assert.equal((await backend.connection(0)).servername, false);
  });

  test('names the backend where that is wanted, without its port, and never an address', async () => {
    await using backend = await startBackend();
    const tls = upstreamTls({ proxySslServerName: 'on' });
    const names = [
      ['backend.test:8443', 'backend.test'],
      ['other.test', 'other.test'],
      ['127.0.0.1:8443', false],
      ['[::1]:8443', false],
      ['::1', false],
      ['', false],
    ] as const;
    for (const [index, [name, sent]] of names.entries()) {
      await outcome(tls, backend.port, name);
      assert.equal((await backend.connection(index)).servername, sent, name);
    }
  });

  test('verifies the certificate and its name, and says what is wrong', async () => {
    using folder = new CertificateFolder();
    await using backend = await startBackend();
    const proxySslTrustedCertificate = folder.write('ca.pem', AUTHORITY.certificate);
    const tls = upstreamTls({ proxySslVerify: 'on', proxySslTrustedCertificate });
    for (const name of ['backend.test', 'BACKEND.test:443', 'a.wild.test', '127.0.0.1:443']) {
      assert.equal(await outcome(tls, backend.port, name), '', name);
    }
    for (const name of ['other.test', 'a.b.wild.test', '127.0.0.2']) {
      assert.equal(await outcome(tls, backend.port, name), `upstream SSL certificate does not match "${name}"`);
    }
    assert.equal(
      await outcome(upstreamTls({ proxySslVerify: 'on' }), backend.port, 'backend.test'),
      'upstream SSL certificate verify error: unable to verify the first certificate',
    );
  });

  test('takes no certificate that is revoked', async () => {
    using folder = new CertificateFolder();
    await using backend = await startBackend();
    const proxySslTrustedCertificate = folder.write('ca.pem', AUTHORITY.certificate);
    const proxySslCrl = folder.write('crl.pem', makeCrl(AUTHORITY, [BACKEND]));
    assert.equal(
      await outcome(
        upstreamTls({ proxySslVerify: 'on', proxySslTrustedCertificate, proxySslCrl }),
        backend.port,
        'backend.test',
      ),
      'upstream SSL certificate verify error: certificate revoked',
    );
    assert.equal(await outcome(upstreamTls({ proxySslTrustedCertificate, proxySslCrl }), backend.port, 'x'), '');
  });

  test('shows its own certificate', async () => {
    using folder = new CertificateFolder();
    await using backend = await startBackend({ requestCert: true, ca: AUTHORITY.certificate });
    const own = makeCertificate({ issuer: AUTHORITY, subject: [{ CN: 'proxy' }] });
    const { sslCertificate, sslCertificateKey } = folder.server(own);
    const tls = upstreamTls({ proxySslCertificate: sslCertificate, proxySslCertificateKey: sslCertificateKey });
    assert.equal(await outcome(tls, backend.port, 'x'), '');
    assert.equal((await backend.connection(0)).getPeerCertificate().subject.CN, 'proxy');
  });

  test('speaks the versions and ciphers it is told to', async () => {
    await using backend = await startBackend();
    const tls = upstreamTls({ proxySslProtocols: ['TLSv1.2'], proxySslCiphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
    await outcome(tls, backend.port, 'x');
    const socket = await backend.connection(0);
    assert.equal(socket.getProtocol(), 'TLSv1.2');
    assert.equal(socket.getCipher().name, 'ECDHE-ECDSA-AES256-GCM-SHA384');
  });

  test('reaches a backend on a unix socket', async () => {
    using folder = new CertificateFolder();
    const path = join(folder.path, 'backend.sock');
    await using backend = await startBackend({}, { path });
    assert.ok(backend);
    const socket = upstreamTls().connect({ path, allowHalfOpen: true }, 'localhost');
    await once(socket, 'data');
    socket.destroy();
  });

  test('takes no answer that was sent in clear text before the handshake', async () => {
    const sockets: { destroy(): unknown }[] = [];
    const server = createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = start(upstreamTls(), (server.address() as AddressInfo).port, 'x');
    const raw = new RawSocket(socket);
    await raw.ended();
    assert.equal(raw.receivedLength, 0);
    await close(server, sockets);
  });
});

describe('a TLS connection to a backend', () => {
  test('is closed with close_notify, which is not answered', async () => {
    await using backend = await startBackend();
    await using relay = await startRecordingRelay(backend.port);
    const socket = start(upstreamTls({ proxySslProtocols: ['TLSv1.2'] }), relay.port, 'x');
    const raw = new RawSocket(socket);
    await once(socket, 'secureConnect');
    await raw.take(GREETING.length);
    closeTls(socket);
    assert.equal(socket.destroyed, true);
    assert.equal(await (await relay.connection(0)).fromClient.end(), 'close_notify, fin');
  });

  test('is closed before and during the handshake, too', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    closeTls(start(upstreamTls(), port, 'x'));
    const socket = start(upstreamTls(), port, 'x');
    const [accepted] = (await once(server, 'connection')) as [Socket];
    const there = new RawSocket(accepted);
    await eventually('the hello', () => there.receivedLength > 0);
    closeTls(socket);
    await there.ended();
    await close(server, [accepted]);
  });

  test('ends with FIN alone, too', async () => {
    await using backend = await startBackend();
    await using relay = await startRecordingRelay(backend.port);
    const socket = start(upstreamTls({ proxySslProtocols: ['TLSv1.2'] }), relay.port, 'x');
    const raw = new RawSocket(socket);
    await once(socket, 'secureConnect');
    const there = await backend.connection(0);
    await raw.take(GREETING.length);
    // Without close_notify.
    there.destroy();
    assert.equal(await raw.ended(), 'fin');
    assert.equal(await (await relay.connection(0)).fromServer.end(), 'fin');
    socket.destroy();
  });
});

describe('sessions with backends', () => {
  /** Connects, takes the session and closes. @returns whether a session was resumed */
  async function connectOnce(tls: UpstreamTls, port: number, name: string): Promise<boolean> {
    const socket = start(tls, port, name);
    const session = once(socket, 'session');
    await once(socket, 'data');
    const reused = socket.isSessionReused();
    if (!reused) await session;
    socket.destroy();
    return reused;
  }

  for (const version of ['TLSv1.2', 'TLSv1.3']) {
    test(`are resumed with the same backend under the same name: ${version}`, async () => {
      using folder = new CertificateFolder();
      await using backend = await startBackend();
      await using other = await startBackend();
      const proxySslTrustedCertificate = folder.write('ca.pem', AUTHORITY.certificate);
      for (const proxySslVerify of ['off', 'on'] as const) {
        const tls = upstreamTls({ proxySslVerify, proxySslTrustedCertificate, proxySslProtocols: [version] });
        assert.equal(await connectOnce(tls, backend.port, 'backend.test'), false);
        assert.equal(await connectOnce(tls, backend.port, 'backend.test'), true);
        assert.equal(await connectOnce(tls, backend.port, 'a.wild.test'), false);
        assert.equal(await connectOnce(tls, other.port, 'backend.test'), false);
      }
    });
  }

  test('are not resumed where proxySslSessionReuse is off, and a wrong name is never let in by one', async () => {
    using folder = new CertificateFolder();
    await using backend = await startBackend();
    const proxySslTrustedCertificate = folder.write('ca.pem', AUTHORITY.certificate);
    const off = upstreamTls({ proxySslSessionReuse: 'off' });
    await outcome(off, backend.port, 'x');
    const socket = start(off, backend.port, 'x');
    await once(socket, 'secureConnect');
    assert.equal(socket.isSessionReused(), false);
    socket.destroy();
    const tls = upstreamTls({ proxySslVerify: 'on', proxySslTrustedCertificate });
    assert.equal(await connectOnce(tls, backend.port, 'backend.test'), false);
    for (let tries = 0; tries < 2; tries++) {
      assert.match(await outcome(tls, backend.port, 'wrong.test'), /does not match "wrong.test"/);
    }
  });
});

describe('proxySsl directives', () => {
  test('that are wrong are refused with the file and the directive', () => {
    using folder = new CertificateFolder();
    const { sslCertificate, sslCertificateKey } = folder.serverNamed('a.test');
    const missing = join(folder.path, 'missing.pem');
    const cases: readonly [ProxySslDirectives, RegExp][] = [
      [{ proxySslCertificate: sslCertificate }, /^proxySslCertificate: has no proxySslCertificateKey for .*a.test.pem/],
      [
        { proxySslCertificate: missing, proxySslCertificateKey: sslCertificateKey },
        /^proxySslCertificate: .*missing.pem can't be read/,
      ],
      [{ proxySslTrustedCertificate: missing }, /^proxySslTrustedCertificate: .*missing.pem can't be read/],
      [{ proxySslCrl: sslCertificate }, /^proxySslCrl: .*a.test.pem holds no list/],
      [{ proxySslCiphers: 'NONSENSE' }, /^proxySslCiphers: "NONSENSE" is not taken/],
      [{ proxySslProtocols: ['TLSv1.1', 'TLSv1.3'] }, /^proxySslProtocols: leaves out TLSv1.2/],
    ];
    for (const [directives, message] of cases) {
      assert.throws(
        () => upstreamTls(directives),
        (error) => error instanceof ConfigError && message.test(error.message),
      );
    }
  });

  test('tell connections apart that must not stand in for each other', () => {
    const plain = upstreamTls();
    const named = upstreamTls({ proxySslServerName: 'on' });
    assert.equal(plain.key('a.test'), plain.key('b.test'));
    assert.notEqual(named.key('a.test'), named.key('b.test'));
    assert.equal(named.key('a.test:443'), named.key('a.test'));
    assert.notEqual(plain.key('a.test'), upstreamTls().key('a.test'));
  });

  test('that are equal share one context', () => {
    const tlsFor = upstreamTlsBySettings();
    assert.equal(tlsFor(proxySslSettings({})), tlsFor(proxySslSettings({ proxySslVerify: 'off' })));
    assert.notEqual(tlsFor(proxySslSettings({})), tlsFor(proxySslSettings({ proxySslVerify: 'on' })));
  });
});
