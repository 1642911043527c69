import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import type { SslDirectives } from '../../../proxy-runtime/config/types.ts';
import { CertificateFolder } from './support/files.ts';
import { makeCertificate, type Certificate } from './support/make-certificate.ts';
import { connectTls } from './support/tls-client.ts';
import { startTlsListener } from './support/tls-listener.ts';

const AUTHORITY = makeCertificate({ subject: [{ CN: 'authority' }], authority: true });
const GOOD = makeCertificate({
  issuer: AUTHORITY,
  subject: [{ C: 'DE' }, { O: 'Bücher, Söhne + Co' }, { CN: 'client', OU: 'sales' }],
  serial: '0102ab',
});
const UNKNOWN = makeCertificate({ subject: [{ CN: 'nobody' }] });
const EXPIRED = makeCertificate({ issuer: AUTHORITY, expired: true });

async function verdict(ssl: SslDirectives, client: Certificate | undefined) {
  using folder = new CertificateFolder();
  const only = {
    ...folder.serverNamed('a.test'),
    sslClientCertificate: folder.write('authority.pem', AUTHORITY.certificate),
    ...ssl,
  };
  await using listener = await startTlsListener({ only });
  using connected = await connectTls(listener.port, { cert: client?.certificate, key: client?.key });
  const { tls, raw } = await listener.connection(0);
  connected.raw.write('request');
  // Whatever is wrong with the certificate, the connection is there to answer on.
  assert.equal(await raw.takeText(7), 'request');
  return tls;
}

describe('a client certificate', () => {
  test('that is good is shown as nginx does', async () => {
    const tls = await verdict({ sslVerifyClient: 'on' }, GOOD);
    assert.equal(tls.clientVerify, 'SUCCESS');
    assert.equal(tls.clientSubject, 'OU=sales+CN=client,O=B\\C3\\BCcher\\, S\\C3\\B6hne \\+ Co,C=DE');
    assert.equal(tls.clientIssuer, 'CN=authority');
    assert.equal(tls.clientSerial, '0102AB');
    const fingerprint = new X509Certificate(GOOD.certificate).fingerprint.replaceAll(':', '').toLowerCase();
    assert.equal(tls.clientFingerprint, fingerprint);
    assert.equal(tls.clientCertificate, GOOD.certificate);
    assert.equal(tls.refusal('on'), undefined);
  });

  test('that is missing or wrong does not keep the handshake from its end', async () => {
    const missing = await verdict({ sslVerifyClient: 'on' }, undefined);
    assert.equal(missing.clientVerify, 'NONE');
    assert.equal(
      missing.clientSubject + missing.clientSerial + missing.clientFingerprint + missing.clientCertificate,
      '',
    );
    const unknown = await verdict({ sslVerifyClient: 'on' }, UNKNOWN);
    assert.equal(unknown.clientVerify, 'FAILED:self-signed certificate');
    assert.equal(unknown.clientSubject, 'CN=nobody');
    const expired = await verdict({ sslVerifyClient: 'on' }, EXPIRED);
    assert.equal(expired.clientVerify, 'FAILED:certificate has expired');
  });

  test("has nginx's status where it is refused", async () => {
    const [none, unknown, expired] = await Promise.all(
      [undefined, UNKNOWN, EXPIRED].map((client) => verdict({ sslVerifyClient: 'on' }, client)),
    );
    const statuses = (verify: 'on' | 'optional' | 'optional_no_ca' | 'off') =>
      [none, unknown, expired].map((tls) => tls?.refusal(verify));
    assert.deepEqual(statuses('on'), [496, 495, 495]);
    assert.deepEqual(statuses('optional'), [undefined, 495, 495]);
    assert.deepEqual(statuses('optional_no_ca'), [undefined, undefined, 495]);
    assert.deepEqual(statuses('off'), [undefined, undefined, undefined]);
  });

  test('is not asked for unless it is wanted', async () => {
    assert.equal((await verdict({ sslVerifyClient: 'off' }, GOOD)).clientVerify, 'NONE');
  });

  test('is trusted because of sslTrustedCertificate, and nobody is without authorities', async () => {
    using folder = new CertificateFolder();
    const sslTrustedCertificate = folder.write('trusted.pem', AUTHORITY.certificate);
    const nobody = { sslClientCertificate: undefined };
    const trusted = await verdict({ sslVerifyClient: 'optional', ...nobody, sslTrustedCertificate }, GOOD);
    assert.equal(trusted.clientVerify, 'SUCCESS');
    const unknown = await verdict({ sslVerifyClient: 'optional_no_ca', ...nobody }, GOOD);
    assert.match(unknown.clientVerify, /^FAILED:/);
    assert.equal(unknown.refusal('optional_no_ca'), undefined);
  });

  test('that was accepted by one server is not taken over by a session to another', async () => {
    using folder = new CertificateFolder();
    const authority = makeCertificate({ subject: [{ CN: 'other authority' }], authority: true });
    const verified = (name: string, issuer: Certificate): SslDirectives => ({
      ...folder.serverNamed(name),
      sslVerifyClient: 'on',
      sslClientCertificate: folder.write(`${name}.ca`, issuer.certificate),
    });
    await using listener = await startTlsListener({
      'a.test': verified('a.test', AUTHORITY),
      'b.test': verified('b.test', authority),
    });
    const session = await new Promise<Buffer>((resolve, reject) => {
      connectTls(listener.port, {
        servername: 'a.test',
        cert: GOOD.certificate,
        key: GOOD.key,
        maxVersion: 'TLSv1.2',
      }).then(({ socket }) => resolve(socket.getSession() ?? Buffer.alloc(0)), reject);
    });
    for (const [index, servername] of [
      [1, 'a.test'],
      [2, 'b.test'],
    ] as const) {
      // Node itself keeps sessions apart by name; taking its label off makes this client as careless as any other.
      const bare = session.subarray(session.indexOf('a.test') + 'a.test'.length);
      using client = await connectTls(listener.port, { servername, session: bare, maxVersion: 'TLSv1.2' });
      assert.equal(client.socket.isSessionReused(), servername === 'a.test');
      const { tls } = await listener.connection(index);
      assert.equal(tls.clientVerify, servername === 'a.test' ? 'SUCCESS' : 'NONE');
    }
  });
});
