import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../proxy-runtime/config/config-error.ts';
import type { SslDirectives } from '../../../proxy-runtime/config/types.ts';
import { sslSettings } from '../../../proxy-runtime/tls/ssl-settings.ts';
import { TlsServer } from '../../../proxy-runtime/tls/tls-server.ts';
import { CertificateFolder } from './support/files.ts';
import { makeCertificate, makeCrl } from './support/make-certificate.ts';
import { connectTls } from './support/tls-client.ts';
import { startTlsListener } from './support/tls-listener.ts';

function refusal(ssl: SslDirectives): string {
  const settings = sslSettings(ssl);
  try {
    new TlsServer(settings);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    assert.doesNotMatch(error.message, /[\r\n]/);
    return error.message;
  }
  return 'taken';
}

describe('the files of a server', () => {
  test('that are missing or broken are refused by name and directive', () => {
    using folder = new CertificateFolder();
    const good = folder.serverNamed('a.test');
    const broken = folder.write('broken.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const empty = folder.write('empty.pem', '');
    const missing = `${folder.path}/missing.pem`;
    const cases: readonly [SslDirectives, RegExp][] = [
      [{ sslCertificate: missing }, /^sslCertificate: .*missing.pem can't be read \(ENOENT\)/],
      [{ sslCertificate: broken }, /^sslCertificate: certificate 1 of .*broken.pem is broken/],
      [{ sslCertificate: empty }, /^sslCertificate: .*empty.pem holds no certificate/],
      [{ sslCertificateKey: missing }, /^sslCertificateKey: .*missing.pem can't be read/],
      [{ sslCertificateKey: empty }, /^sslCertificateKey: .*empty.pem holds no private key/],
      [{ sslPasswordFile: missing }, /^sslPasswordFile: .*missing.pem can't be read/],
      [{ sslDhparam: missing }, /^sslDhparam: .*missing.pem can't be read/],
      [{ sslDhparam: empty }, /^sslDhparam: .*empty.pem holds no Diffie-Hellman parameters/],
      [{ sslClientCertificate: empty }, /^sslClientCertificate: .*empty.pem holds no certificate/],
      [{ sslTrustedCertificate: missing }, /^sslTrustedCertificate: .*missing.pem can't be read/],
      [{ sslCrl: empty }, /^sslCrl: .*empty.pem holds no list/],
      [
        { sslCrl: folder.write('crl.pem', '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n') },
        /^sslCrl: .*crl.pem holds a broken list/,
      ],
      [{ sslCiphers: 'NONSENSE' }, /^sslCiphers: "NONSENSE" is not taken/],
      [{ sslEcdhCurve: 'nonsense' }, /^sslEcdhCurve: "nonsense" is not taken/],
    ];
    for (const [change, message] of cases) assert.match(refusal({ ...good, ...change }), message);
    assert.equal(refusal(good), 'taken');
  });

  test('are refused where the key is not that of the certificate', () => {
    using folder = new CertificateFolder();
    const { sslCertificate } = folder.serverNamed('a.test');
    const { sslCertificateKey } = folder.serverNamed('b.test');
    assert.match(
      refusal({ sslCertificate, sslCertificateKey }),
      /^sslCertificateKey: .*b.test.key is not the key of .*a.test.pem/,
    );
  });

  test('may have an encrypted key, with its passphrase on any line', () => {
    using folder = new CertificateFolder();
    const made = makeCertificate();
    const sslCertificate = folder.write('a.pem', made.certificate);
    const encrypted = createPrivateKey(made.key).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'right one',
    });
    const ssl = { sslCertificate, sslCertificateKey: folder.write('a.key', encrypted) };
    assert.match(refusal(ssl), /^sslCertificateKey: .*a.key is encrypted, and no line of sslPasswordFile opens it/);
    assert.equal(refusal({ ...ssl, sslPasswordFile: folder.write('pass', 'wrong\r\nright one\r\n') }), 'taken');
  });

  test('may hold several lists of revoked certificates', async () => {
    using folder = new CertificateFolder();
    const authorities = [1, 2].map((number) => makeCertificate({ subject: [{ CN: `CA ${number}` }], authority: true }));
    const clients = authorities.map((issuer) => makeCertificate({ issuer, subject: [{ CN: 'client' }] }));
    const crls = authorities.map((issuer, index) => makeCrl(issuer, clients.slice(index, index + 1)));
    await using listener = await startTlsListener({
      only: {
        ...folder.serverNamed('a.test'),
        sslVerifyClient: 'on',
        sslClientCertificate: folder.write('ca.pem', authorities.map(({ certificate }) => certificate).join('')),
        sslCrl: folder.write('crl.pem', crls.join('')),
      },
    });
    for (const [index, { certificate, key }] of clients.entries()) {
      using client = await connectTls(listener.port, { cert: certificate, key });
      assert.ok(client);
      assert.equal((await listener.connection(index)).tls.clientVerify, 'FAILED:certificate revoked');
    }
  });
});

describe('a server with certificates for several kinds of keys', () => {
  test('shows the one the client understands', async () => {
    using folder = new CertificateFolder();
    const made = [makeCertificate({ kind: 'ec' }), makeCertificate({ kind: 'rsa' })];
    const pairs = made.map((each, index) => folder.server(each, String(index)));
    await using listener = await startTlsListener({
      only: {
        sslCertificate: pairs.map(({ sslCertificate }) => sslCertificate),
        sslCertificateKey: pairs.map(({ sslCertificateKey }) => sslCertificateKey),
      },
    });
    for (const [kind, { serial }] of [
      ['ECDSA', made[0] ?? assert.fail()],
      ['RSA', made[1] ?? assert.fail()],
    ] as const) {
      using client = await connectTls(listener.port, {
        maxVersion: 'TLSv1.2',
        ciphers: `ECDHE-${kind}-AES128-GCM-SHA256`,
      });
      assert.equal(client.socket.getPeerCertificate().serialNumber, serial.toUpperCase());
    }
  });
});
