import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { closeTls, resetSocket } from '../../../proxy-runtime/tls/close.ts';
import { eventually } from '../../support/eventually.ts';
import { CertificateFolder } from './support/files.ts';
import { startRecordingRelay, type RecordedConnection } from './support/recording-relay.ts';
import { connectTls, type TlsClient } from './support/tls-client.ts';
import { startTlsListener, type Secured } from './support/tls-listener.ts';

interface Ends {
  readonly client: TlsClient;
  /** The socket under it. */
  readonly tcp: Socket;
  readonly proxy: Secured;
  readonly wire: RecordedConnection;
}

/** Runs `check` on a connection whose bytes are recorded; up to TLS 1.2 the record shows what they are. */
async function withConnection(check: (ends: Ends) => Promise<void>): Promise<void> {
  using folder = new CertificateFolder();
  await using listener = await startTlsListener({ only: folder.serverNamed('a.test') });
  await using relay = await startRecordingRelay(listener.port);
  const tcp = connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(tcp, 'connect');
  using client = await connectTls(relay.port, { maxVersion: 'TLSv1.2', socket: tcp });
  await check({ client, tcp, proxy: await listener.connection(0), wire: await relay.connection(0) });
}

describe('the end of a TLS connection to a client', () => {
  test('that is finished is close_notify and FIN, behind all that was written', async () => {
    await withConnection(async ({ client, proxy, wire }) => {
      proxy.raw.write(Buffer.alloc(1_000_000, 'x'));
      proxy.raw.finish();
      assert.equal(await wire.fromServer.end(), 'close_notify, fin');
      assert.equal(await client.raw.ended(), 'fin');
      assert.equal(client.raw.receivedLength, 1_000_000);
    });
  });

  test('that is closed at once is close_notify and FIN, too', async () => {
    await withConnection(async ({ client, proxy, wire }) => {
      closeTls(proxy.socket);
      assert.equal(proxy.socket.destroyed, true);
      assert.equal(await wire.fromServer.end(), 'close_notify, fin');
      assert.equal(await client.raw.ended(), 'fin');
    });
  });

  test('who does not take what was written is without close_notify', async () => {
    await withConnection(async ({ client, proxy, wire }) => {
      client.raw.pause();
      proxy.raw.write(Buffer.alloc(40_000_000));
      await eventually('a client that is blocked', () => proxy.socket.writableLength > 0);
      closeTls(proxy.socket);
      client.raw.resume();
      // What the kernel had is delivered, and ends in the middle of a record.
      assert.equal(await wire.fromServer.end(), 'fin');
    });
  });

  test('can be RST', async () => {
    await withConnection(async ({ client, proxy, wire }) => {
      resetSocket(proxy.socket);
      assert.equal(await wire.fromServer.end(), 'reset');
      await client.raw.ended();
      await eventually('the end of the socket', () => proxy.socket.closed);
    });
  });

  test("leaves time to answer after the client's close_notify, and after its bare FIN", async () => {
    for (const bare of [false, true]) {
      await withConnection(async ({ client, tcp, proxy, wire }) => {
        client.raw.write('last words');
        await proxy.raw.takeText(10);
        if (bare) tcp.end();
        else client.raw.finish();
        assert.equal(await proxy.raw.ended(), 'fin');
        assert.equal(proxy.socket.destroyed, false);
        assert.equal(await wire.fromClient.end(), bare ? 'fin' : 'close_notify, fin');
        proxy.raw.write('answer');
        proxy.raw.finish();
        assert.equal(await wire.fromServer.end(), 'close_notify, fin');
        assert.equal(await client.raw.takeText(6), 'answer');
      });
    }
  });

  test('hears of the reset of the client', async () => {
    await withConnection(async ({ tcp, proxy }) => {
      tcp.resetAndDestroy();
      await proxy.raw.ended();
      await eventually('the end of the socket', () => proxy.socket.closed);
    });
  });
});
