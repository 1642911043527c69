import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { CertificateFolder } from './support/files.ts';
import { OneWaySocket, SlowSocket } from './support/odd-sockets.ts';
import { connectTls, handshakeError, startTls } from './support/tls-client.ts';
import { startTlsListener } from './support/tls-listener.ts';

const HALF_HELLO = Buffer.from('1603010200010001fc0303', 'hex');

describe('the acceptor of a TLS address', () => {
  test("shows the certificate of the server that is asked for, and the default one's to all others", async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({
      'a.test': folder.serverNamed('a.test'),
      'b.test': folder.serverNamed('b.test'),
      'c.test': {},
    });
    const asked = [
      ['b.test', 'b.test', 'b.test'],
      ['B.TEST', 'b.test', 'b.test'],
      ['a.test', 'a.test', 'a.test'],
      ['other.test', 'a.test', 'a.test'],
      ['', 'a.test', 'a.test'],
      // Without a certificate of its own it is still the server.
      ['c.test', 'c.test', 'a.test'],
    ] as const;
    for (const [index, [servername, server, shown]] of asked.entries()) {
      using client = await connectTls(listener.port, { servername });
      assert.equal(client.socket.getPeerCertificate().subject.CN, shown);
      const secured = await listener.connection(index);
      assert.equal(secured.server, server);
      assert.equal(secured.tls.serverName, servername);
    }
  });

  test('speaks the versions of the server that is asked for', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({
      'a.test': { ...folder.serverNamed('a.test'), sslProtocols: ['TLSv1.3'] },
      'b.test': { ...folder.serverNamed('b.test'), sslProtocols: ['TLSv1.2'] },
    });
    for (const [index, [servername, protocol]] of [
      ['a.test', 'TLSv1.3'],
      ['b.test', 'TLSv1.2'],
    ].entries()) {
      using client = await connectTls(listener.port, { servername });
      assert.equal(client.socket.getProtocol(), protocol);
      const { tls } = await listener.connection(index);
      assert.equal(tls.protocol, protocol);
      assert.equal(tls.cipher, client.socket.getCipher().name);
    }
    assert.match(await handshakeError(listener.port, { maxVersion: 'TLSv1.2' }), /ALERT_PROTOCOL_VERSION/);
    assert.match(
      await listener.failure(0),
      /^SSL_do_handshake\(\) failed \(SSL: unsupported protocol\) while SSL handshaking$/,
    );
  });

  test('carries bytes both ways, megabytes too', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    using client = await connectTls(listener.port);
    const { raw } = await listener.connection(0);
    const much = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    client.raw.write(much);
    assert.ok((await raw.take(much.length)).equals(much));
    raw.write(much);
    assert.ok((await client.raw.take(much.length)).equals(much));
  });

  test('agrees on http/1.1 by ALPN, and on nothing else', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    using client = await connectTls(listener.port, { ALPNProtocols: ['h2', 'http/1.1'] });
    assert.equal(client.socket.alpnProtocol, 'http/1.1');
    assert.match(await handshakeError(listener.port, { ALPNProtocols: ['h2'] }), /NO_APPLICATION_PROTOCOL/);
  });

  test('takes a hello byte by byte', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({
      'a.test': folder.serverNamed('a.test'),
      'b.test': folder.serverNamed('b.test'),
    });
    const socket = await connectRaw(listener.port);
    using client = startTls(listener.port, { socket: new SlowSocket(socket.socket), servername: 'b.test' });
    await once(client.socket, 'secureConnect');
    assert.equal((await listener.connection(0)).server, 'b.test');
    client.raw.write('hello');
    assert.equal(await (await listener.connection(0)).raw.takeText(5), 'hello');
  });

  test('rejects the handshake where that is wanted, and only there', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({
      nobody: { sslRejectHandshake: 'on' },
      'b.test': folder.serverNamed('b.test'),
    });
    assert.equal(await handshakeError(listener.port), 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME');
    assert.equal(await listener.failure(0), 'handshake rejected while SSL handshaking');
    using client = await connectTls(listener.port, { servername: 'b.test' });
    assert.ok(client.socket.encrypted);
  });

  test('hands plain HTTP over with all of its bytes', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    using client = await connectRaw(listener.port);
    client.write('GET / HTTP/1.1\r\n');
    const plain = await eventually('the plain connection', () => listener.plain[0]);
    client.write('Host: a\r\n\r\n');
    assert.equal(await plain.takeText(27), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    plain.write('400');
    assert.equal(await client.takeText(3), '400');
    client.finish();
    assert.equal(await plain.ended(), 'fin');
    assert.deepEqual(listener.failures, []);
  });

  test('takes nothing for data that stands in clear text behind a hello', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    const socket = await connectRaw(listener.port);
    using client = startTls(listener.port, { socket: new SlowSocket(socket.socket, 'GET / HTTP/1.1\r\n\r\n') });
    client.socket.on('error', () => undefined);
    assert.match(await listener.failure(0), /^SSL_do_handshake\(\) failed/);
    assert.equal(listener.secured.length + listener.plain.length, 0);
  });
});

describe('a handshake that comes to nothing', () => {
  test('is closed without a byte after clientHeaderTimeout, begun or not', async () => {
    using folder = new CertificateFolder();
    const only = folder.serverNamed('a.test');
    await using listener = await startTlsListener({ only }, { clientHeaderTimeout: 100 });
    using silent = await connectRaw(listener.port);
    using slow = await connectRaw(listener.port);
    slow.write(HALF_HELLO);
    for (const client of [silent, slow]) {
      assert.equal(await client.ended(), 'fin');
      assert.equal(client.receivedLength, 0);
    }
    await listener.failure(1);
    assert.deepEqual(
      new Set(listener.failures),
      new Set(['client timed out (110: Connection timed out) while SSL handshaking']),
    );
  });

  test('is closed at the deadline, too, where the server has answered', async () => {
    using folder = new CertificateFolder();
    const only = folder.serverNamed('a.test');
    await using listener = await startTlsListener({ only }, { clientHeaderTimeout: 300 });
    const socket = await connectRaw(listener.port);
    using client = startTls(listener.port, { socket: new OneWaySocket(socket.socket) });
    client.socket.on('error', () => undefined);
    assert.match(await listener.failure(0), /^client timed out/);
    await socket.ended();
  });

  test('is over at once when the client leaves', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    const leaving = ['finish', 'reset'] as const;
    for (const [index, leave] of leaving.entries()) {
      using silent = await connectRaw(listener.port);
      await eventually('the connection', () => listener.accepting[2 * index]);
      silent[leave]();
      assert.equal(await listener.failure(2 * index), 'client closed connection while SSL handshaking');
      using begun = await connectRaw(listener.port);
      begun.write(HALF_HELLO);
      await eventually('its first bytes', () => listener.accepting[2 * index + 1]?.idle === false);
      begun[leave]();
      assert.match(await listener.failure(2 * index + 1), /^peer closed connection in SSL handshake/);
    }
  });

  test('is over at once when the client sends FIN in the middle of it', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    const socket = await connectRaw(listener.port);
    using client = startTls(listener.port, { socket: new OneWaySocket(socket.socket) });
    client.socket.on('error', () => undefined);
    await eventually("the server's answer", () => socket.receivedLength > 0);
    socket.finish();
    assert.match(await listener.failure(0), /^peer closed connection in SSL handshake/);
    await socket.ended();
  });

  test('with garbage gets an alert, and hurts nobody', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    const garbage = ['8080808080808080', '160301000401ffffff00', `1603010005${'00'.repeat(5)}`, 'ff'.repeat(3000)];
    for (const [index, hex] of garbage.entries()) {
      using client = await connectRaw(listener.port);
      client.write(Buffer.from(hex, 'hex'));
      if (index === 1) client.finish();
      await client.ended();
      await listener.failure(index);
    }
    using fine = await connectTls(listener.port);
    assert.ok(fine.socket.encrypted);
  });

  test('with a hello that never ends is left to OpenSSL', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    using client = await connectRaw(listener.port);
    const record = Buffer.concat([Buffer.from('16030140000100ffffff', 'hex'), Buffer.alloc(16_384 - 5)]);
    for (let records = 0; records < 6; records++) client.write(record);
    await client.ended();
    assert.match(await listener.failure(0), /^SSL_do_handshake\(\) failed/);
  });

  test('is told of no more once it is closed from here', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
    using silent = await connectRaw(listener.port);
    using begun = await connectRaw(listener.port);
    begun.write(HALF_HELLO);
    await eventually('both', () => listener.accepting.filter(({ idle }) => !idle).length === 1);
    for (const accepting of listener.accepting) accepting.close();
    for (const client of [silent, begun]) await client.ended();
    await turn();
    assert.deepEqual(listener.failures, []);
  });
});
