import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findOwnVariable } from '../../../../proxy-runtime/variables/built-in.ts';
import type { TlsInfo } from '../../../../proxy-runtime/request/request.ts';
import { CERTIFICATE } from '../../support/certificate.ts';
import { makeRequest, tlsInfo } from '../../support/request.ts';

const NAMES = [
  'protocol',
  'cipher',
  'server_name',
  'session_reused',
  'client_verify',
  'client_s_dn',
  'client_i_dn',
  'client_serial',
  'client_fingerprint',
  'client_raw_cert',
  'client_cert',
  'client_escaped_cert',
  'client_v_start',
  'client_v_end',
  'client_v_remain',
] as const;

function valuesOf(tls: TlsInfo | undefined): Record<(typeof NAMES)[number], string | undefined> {
  const request = makeRequest({ client: { tls } });
  const entries = NAMES.map((name) => [name, findOwnVariable(`ssl_${name}`)?.(request)] as const);
  return Object.fromEntries(entries) as ReturnType<typeof valuesOf>;
}

describe('variables of TLS', () => {
  test('are not found on a plain connection', () => {
    for (const [name, value] of Object.entries(valuesOf(undefined))) assert.equal(value, undefined, name);
  });

  test('of a client without a name and a certificate', () => {
    const { protocol, cipher, session_reused, client_verify, ...rest } = valuesOf(tlsInfo());
    assert.deepEqual(
      [protocol, cipher, session_reused, client_verify],
      ['TLSv1.3', 'TLS_AES_256_GCM_SHA384', '.', 'NONE'],
    );
    for (const [name, value] of Object.entries(rest)) assert.equal(value, undefined, name);
  });

  test('of a client with both', () => {
    const values = valuesOf(
      tlsInfo({
        serverName: 'a.test',
        sessionReused: true,
        clientVerify: 'SUCCESS',
        clientSubject: 'CN=backend.test',
        clientIssuer: 'CN=backend.test',
        clientSerial: '19C8B0',
        clientFingerprint: 'ab12',
        clientCertificate: CERTIFICATE,
      }),
    );
    const { client_raw_cert, client_cert, client_escaped_cert, client_v_remain, ...rest } = values;
    assert.deepEqual(rest, {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      server_name: 'a.test',
      session_reused: 'r',
      client_verify: 'SUCCESS',
      client_s_dn: 'CN=backend.test',
      client_i_dn: 'CN=backend.test',
      client_serial: '19C8B0',
      client_fingerprint: 'ab12',
      client_v_start: 'Nov 23 18:19:35 2026 GMT',
      client_v_end: 'Oct 30 18:19:35 2126 GMT',
    });
    assert.equal(client_raw_cert, CERTIFICATE);
    assert.equal(client_cert?.replaceAll('\n\t', '\n'), CERTIFICATE.trimEnd());
    assert.match(client_cert, /^-----BEGIN CERTIFICATE-----\n\tMIIB.*\n\t-----END CERTIFICATE-----$/s);
    assert.match(
      client_escaped_cert ?? '',
      /^-----BEGIN%20CERTIFICATE-----%0AMIIB[A-Za-z0-9%]+-----END%20CERTIFICATE-----%0A$/,
    );
    assert.ok(Number(client_v_remain) > 30_000, String(client_v_remain));
  });
});
