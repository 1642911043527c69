import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../proxy-runtime/config/config-error.ts';
import type { SslDirectives } from '../../../proxy-runtime/config/types.ts';
import { lacksCertificate, sslSettings } from '../../../proxy-runtime/tls/ssl-settings.ts';

const PAIR = { sslCertificate: 'a.pem', sslCertificateKey: 'a.key' };

function refusal(ssl: SslDirectives): string {
  try {
    sslSettings(ssl);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message;
  }
  return 'taken';
}

describe('ssl directives', () => {
  test("have nginx's defaults", () => {
    assert.deepEqual(sslSettings(PAIR), {
      certificates: [{ certificate: 'a.pem', key: 'a.key' }],
      passwordFile: undefined,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ciphers: 'HIGH:!aNULL:!MD5',
      preferServerCiphers: false,
      ecdhCurve: 'auto',
      dhparam: undefined,
      sessionTimeout: 300,
      sessionTickets: true,
      clientCertificate: undefined,
      trustedCertificate: undefined,
      crl: undefined,
      verifyClient: 'off',
      rejectHandshake: false,
    });
  });

  test('take versions in any order, but none with a hole in between', () => {
    const { minVersion, maxVersion } = sslSettings({ ...PAIR, sslProtocols: ['TLSv1.2', 'TLSv1', 'TLSv1.1'] });
    assert.deepEqual([minVersion, maxVersion], ['TLSv1', 'TLSv1.2']);
    assert.equal(
      refusal({ ...PAIR, sslProtocols: ['TLSv1', 'TLSv1.3'] }),
      'sslProtocols: leaves out TLSv1.1 between TLSv1 and TLSv1.3, but Node offers a range without holes; add TLSv1.1, or leave out one end',
    );
    assert.match(refusal({ sslProtocols: ['TLSv1.4'] }), /^sslProtocols: "TLSv1.4" is not a TLS version/);
    assert.match(refusal({ sslProtocols: [] }), /^sslProtocols: is empty/);
  });

  test('pair certificates and keys in their order', () => {
    const { certificates } = sslSettings({ sslCertificate: ['a.pem', 'b.pem'], sslCertificateKey: ['a.key', 'b.key'] });
    assert.deepEqual(certificates[1], { certificate: 'b.pem', key: 'b.key' });
    assert.match(
      refusal({ sslCertificate: ['a.pem', 'b.pem'], sslCertificateKey: 'a.key' }),
      /^sslCertificate: has no sslCertificateKey for b.pem/,
    );
    assert.match(
      refusal({ sslCertificate: 'a.pem', sslCertificateKey: ['a.key', 'b.key'] }),
      /^sslCertificateKey: names 2 keys for 1/,
    );
  });

  test('need to know whom client certificates come from', () => {
    assert.match(refusal({ ...PAIR, sslVerifyClient: 'on' }), /^sslVerifyClient: is "on", but nothing says whom to/);
    assert.equal(refusal({ ...PAIR, sslVerifyClient: 'optional', sslTrustedCertificate: 'ca.pem' }), 'taken');
    assert.equal(refusal({ ...PAIR, sslVerifyClient: 'optional_no_ca' }), 'taken');
  });

  test('count the life of sessions in seconds', () => {
    assert.equal(sslSettings({ ...PAIR, sslSessionTimeout: '1h' }).sessionTimeout, 3600);
    for (const sslSessionTimeout of ['500ms', 0]) {
      assert.match(refusal({ ...PAIR, sslSessionTimeout }), /^sslSessionTimeout: .* is not a number of seconds/);
    }
  });
});

describe('an address with TLS', () => {
  const certified = sslSettings(PAIR);
  const bare = sslSettings({});
  const rejecting = sslSettings({ sslRejectHandshake: 'on' });

  test("needs a certificate in its default server, which is the others', too", () => {
    assert.equal(lacksCertificate([certified, bare], 0), undefined);
    assert.equal(lacksCertificate([certified, bare], 1), 1);
    assert.equal(lacksCertificate([bare], 0), 0);
  });

  test('whose default server rejects handshakes needs one in each of the others', () => {
    assert.equal(lacksCertificate([rejecting, certified], 0), undefined);
    assert.equal(lacksCertificate([rejecting, certified, bare], 0), 2);
    assert.equal(lacksCertificate([rejecting], 0), undefined);
  });
});
