import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import type { KeepaliveSettings } from '../../../proxy-runtime/compile/upstreams.ts';
import { NOBODY } from '../../../proxy-runtime/net/channel.ts';
import { SocketChannel } from '../../../proxy-runtime/net/socket-channel.ts';
import { KeepalivePool, type UpstreamConnection } from '../../../proxy-runtime/upstream/keepalive-pool.ts';
import type { Peer } from '../../../proxy-runtime/upstream/peer.ts';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import { peer } from '../support/peer.ts';

const [A, B] = [peer('a'), peer('b')];

function pool(settings: Partial<KeepaliveSettings> = {}): KeepalivePool & Disposable {
  const made = new KeepalivePool({
    keepalive: 32,
    keepaliveRequests: 1000,
    keepaliveTime: 3_600_000,
    keepaliveTimeout: 60_000,
    ...settings,
  });
  return Object.assign(made, { [Symbol.dispose]: () => made.close() });
}

async function connection(backend: RawBackend, to: Peer = A, key = 'http'): Promise<UpstreamConnection> {
  const socket = connect(backend.port, '127.0.0.1');
  const channel = new SocketChannel(socket, NOBODY);
  await once(socket, 'connect');
  return { channel, peer: to, key, openedAt: performance.now(), requests: 1 };
}

function closed({ channel }: UpstreamConnection): Promise<true> {
  return eventually('the end of a connection', () => channel.closed || undefined);
}

describe('the pool of kept connections', () => {
  test('gives the latest first, and only to its peer and for what it was made for', async () => {
    await using backend = await startRawBackend();
    using kept = pool();
    const first = await connection(backend);
    const second = await connection(backend);
    const other = await connection(backend, B);
    const secure = await connection(backend, A, 'https');
    for (const each of [first, second, other, secure]) kept.give(each);
    assert.equal(kept.take(A, 'http'), second);
    assert.equal(kept.take(A, 'http'), first);
    assert.equal(kept.take(A, 'http'), undefined);
    assert.equal(kept.take(B, 'https'), undefined);
    assert.equal(kept.take(B, 'http'), other);
    for (const { channel } of [first, second, other]) channel.destroy();
  });

  test('closes the oldest when it is full', async () => {
    await using backend = await startRawBackend();
    using kept = pool({ keepalive: 2 });
    const all = [await connection(backend), await connection(backend), await connection(backend)] as const;
    for (const each of all) kept.give(each);
    await closed(all[0]);
    assert.deepEqual([all[1].channel.closed, all[2].channel.closed], [false, false]);
  });

  test('keeps none that has carried its requests, or is too old', async () => {
    await using backend = await startRawBackend();
    using kept = pool({ keepaliveRequests: 3, keepaliveTime: 1000 });
    const spent = { ...(await connection(backend)), requests: 3 };
    const old = { ...(await connection(backend)), openedAt: performance.now() - 1001 };
    for (const each of [spent, old]) {
      kept.give(each);
      await closed(each);
    }
    assert.equal(kept.take(A, 'http'), undefined);
  });

  test('loses one on which anything happens', async () => {
    await using backend = await startRawBackend();
    using kept = pool();
    const events: readonly ((index: number) => Promise<void>)[] = [
      async (index) => (await backend.connection(index)).write('x'),
      async (index) => (await backend.connection(index)).finish(),
      async (index) => (await backend.connection(index)).reset(),
    ];
    for (const [index, happens] of events.entries()) {
      const idle = await connection(backend);
      kept.give(idle);
      await happens(index);
      await closed(idle);
      assert.equal(kept.take(A, 'http'), undefined);
    }
  });

  test("closes a peer's connections when the peer is dropped", async () => {
    await using backend = await startRawBackend();
    using kept = pool();
    const [gone, stays] = [await connection(backend, A), await connection(backend, B)];
    kept.give(gone);
    kept.give(stays);
    kept.drop(A);
    await closed(gone);
    assert.equal(kept.take(B, 'http'), stays);
    stays.channel.destroy();
  });

  test('keeps none once it is closed', async () => {
    await using backend = await startRawBackend();
    const kept = pool();
    const [before, after] = [await connection(backend), await connection(backend)];
    kept.give(before);
    kept.close();
    kept.give(after);
    await closed(before);
    await closed(after);
  });
});
