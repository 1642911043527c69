import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { ConnectionOptions } from 'node:tls';
import { CertificateFolder } from './support/files.ts';
import { connectTls, startTls } from './support/tls-client.ts';
import { startTlsListener, type TlsListener } from './support/tls-listener.ts';

/** A session of a connection that is over. */
async function sessionOf(listener: TlsListener, options: ConnectionOptions): Promise<Buffer> {
  const number = listener.secured.length;
  using client = startTls(listener.port, options);
  const [session] = (await once(client.socket, 'session')) as [Buffer];
  await listener.connection(number);
  return session;
}

/** Whether a connection with that session resumes it; both ends have to say the same. */
async function resumes(listener: TlsListener, session: Buffer, options: ConnectionOptions): Promise<boolean> {
  const number = listener.secured.length;
  using client = await connectTls(listener.port, { ...options, session });
  const { tls } = await listener.connection(number);
  assert.equal(tls.sessionReused, client.socket.isSessionReused());
  return tls.sessionReused;
}

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  describe(`a session of ${maxVersion}`, () => {
    test('is resumed by its ticket, also after a reload of the same settings, and not of others', async () => {
      using folder = new CertificateFolder();
      const only = folder.serverNamed('a.test');
      await using listener = await startTlsListener({ only });
      const session = await sessionOf(listener, { maxVersion });
      assert.equal(await resumes(listener, session, { maxVersion }), true);
      listener.reload({ only });
      assert.equal(await resumes(listener, session, { maxVersion }), true);
      listener.reload({ only: folder.serverNamed('b.test') });
      assert.equal(await resumes(listener, session, { maxVersion }), false);
    });
  });
}

describe('without sslSessionTickets', () => {
  test('no session is resumed', async () => {
    using folder = new CertificateFolder();
    await using listener = await startTlsListener({
      only: { ...folder.serverNamed('a.test'), sslSessionTickets: 'off' },
    });
    using client = await connectTls(listener.port, { maxVersion: 'TLSv1.2' });
    await listener.connection(0);
    assert.equal(client.socket.getTLSTicket(), undefined);
    const session = client.socket.getSession() ?? assert.fail();
    assert.equal(await resumes(listener, session, { maxVersion: 'TLSv1.2' }), false);
  });
});
