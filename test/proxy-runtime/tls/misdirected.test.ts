import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { startTestProxy } from '../../support/test-proxy.ts';
import { CertificateFolder } from './support/files.ts';
import { makeCertificate } from './support/make-certificate.ts';
import { connectTls } from './support/tls-client.ts';

const AUTHORITY = makeCertificate({ subject: [{ CN: 'authority' }], authority: true });
const CLIENT = makeCertificate({ issuer: AUTHORITY, subject: [{ CN: 'client' }] });

describe('a request to another server than TLS was agreed on with', () => {
  for (const [sni, host, status] of [
    ['open.test', 'closed.test', '421 Misdirected Request'],
    ['closed.test', 'open.test', '200 OK'],
    ['closed.test', 'closed.test', '200 OK'],
    ['CLOSED.test', 'closed.TEST:443', '200 OK'],
    ['other.test', 'closed.test', '421 Misdirected Request'],
    ['', 'closed.test', '400 Bad Request'],
  ] as const) {
    test(`${host} over TLS with ${sni || 'no name'} is answered ${status}`, async () => {
      using folder = new CertificateFolder();
      const port = await findFreePort();
      const server = (serverName: string) => ({
        listen: { address: `127.0.0.1:${port}`, ssl: true },
        serverName,
        return: { code: 200, text: serverName },
        locations: {},
        ...folder.serverNamed(serverName),
      });
      const authority = folder.write('authority.pem', AUTHORITY.certificate);
      await using proxy = await startTestProxy({
        servers: [
          server('open.test'),
          { ...server('closed.test'), sslVerifyClient: 'on', sslClientCertificate: authority },
        ],
      });
      const certificate = { cert: CLIENT.certificate, key: CLIENT.key };
      using client = await connectTls(proxy.port, { servername: sni, ...certificate });
      client.raw.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      assert.equal((await client.raw.response()).line, `HTTP/1.1 ${status}`);
    });
  }
});
