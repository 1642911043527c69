import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { NOBODY, type Channel } from '../../../proxy-runtime/net/channel.ts';
import { eventually } from '../../support/eventually.ts';
import { carry, connected, Listener, type Connected, type Kind } from './support.ts';

const MUCH = 20_000_000;

for (const kind of ['TcpChannel', 'SocketChannel'] as const satisfies readonly Kind[]) {
  describe(kind, { concurrency: true }, () => {
    test('gives its owner what comes, in pieces that later ones do not change', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      for (const text of ['first', 'second', 'third!']) {
        const before = owner.text.length;
        pair.peer.write(text);
        await eventually('it', () => owner.text.length >= before + text.length);
      }
      assert.equal(owner.text, 'firstsecondthird!');
      assert.equal(pair.channel.bytesRead, 17);
    });

    test('writes text and bytes in their order, and tells when they are gone', async () => {
      using pair = await connected(kind);
      const told: string[] = [];
      pair.channel.write('caf\xe9 ');
      pair.channel.onceSent(() => told.push('text'));
      pair.channel.write(Buffer.from([0, 255]));
      pair.channel.onceSent(() => told.push('bytes'));
      assert.deepEqual(told, []);
      assert.deepEqual([...(await pair.peer.take(7))], [...Buffer.from('caf\xe9 ', 'latin1'), 0, 255]);
      await eventually('both', () => told.length === 2);
      assert.deepEqual(told, ['text', 'bytes']);
      assert.equal(pair.channel.bytesSent, 7);
    });

    test('is congested by a reader that has stopped, and drains when it goes on', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      pair.peer.pause();
      let sent = false;
      pair.channel.write(Buffer.alloc(MUCH, 'x'));
      pair.channel.onceSent(() => (sent = true));
      await delay(50);
      const { blocked, congested, unsent } = pair.channel;
      assert.deepEqual({ blocked, congested }, { blocked: true, congested: true });
      assert.ok(unsent > 0);
      assert.deepEqual([sent, owner.count('drain')], [false, 0]);
      pair.peer.resume();
      await pair.peer.take(MUCH);
      await eventually('the drain', () => sent && owner.count('drain') === 1);
      assert.deepEqual([pair.channel.blocked, pair.channel.unsent], [false, 0]);
    });

    for (const how of ['destroy', 'reset'] as const)
      test(`has not sent what the kernel did not take before ${how}`, async () => {
        using pair = await connected(kind);
        listen(pair.channel);
        pair.peer.pause();
        for (let i = 0; i < 10; i++) pair.channel.write(Buffer.alloc(MUCH / 10, 'x'));
        let before = Number.NaN;
        while (pair.channel.unsent !== before) {
          before = pair.channel.unsent;
          await delay(50);
        }
        const sent = pair.channel.bytesSent;
        assert.ok(sent > 0 && sent < MUCH);
        pair.channel[how]();
        assert.equal(pair.channel.bytesSent, sent);
        pair.peer.resume();
        await pair.peer.ended();
        // After a reset, the kernel gives the reader nothing more.
        if (how === 'destroy') assert.equal(pair.peer.receivedLength, sent);
        await eventually('its end', () => pair.channel.closed);
        assert.equal(pair.channel.bytesSent, sent);
      });

    test('tells onceSent after what was written before it', async () => {
      using pair = await connected(kind);
      listen(pair.channel);
      let sent = 0;
      pair.channel.onceSent(() => sent++);
      await eventually('the first', () => sent === 1);
      pair.peer.pause();
      pair.channel.write(Buffer.alloc(MUCH));
      pair.channel.onceSent(() => sent++);
      await delay(50);
      assert.equal(sent, 1);
      pair.peer.resume();
      await eventually('the second', () => sent === 2);
    });

    test('sends together what is written together, also where that is ended meanwhile', async () => {
      using pair = await connected(kind);
      pair.channel.together(() => {
        pair.channel.write('a');
        pair.channel.together(() => pair.channel.write(Buffer.from('b')));
        pair.channel.write(Buffer.alloc(30_000, 'c'));
        pair.channel.finish(() => undefined);
      });
      assert.equal(await pair.peer.ended(), 'fin');
      assert.equal(pair.peer.text, `ab${'c'.repeat(30_000)}`);
    });

    test('hears the end of what comes, and still writes', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      pair.peer.write('last');
      pair.peer.finish();
      await eventually('the end', () => owner.count('end') === 1);
      assert.deepEqual([owner.text, pair.channel.ended, pair.channel.closed], ['last', true, false]);
      pair.channel.write('answer');
      assert.equal(await pair.peer.takeText(6), 'answer');
    });

    test('sends FIN behind what is written, then says so', async () => {
      using pair = await connected(kind);
      listen(pair.channel);
      pair.peer.pause();
      let finished = 0;
      pair.channel.write(Buffer.alloc(MUCH));
      pair.channel.finish(() => finished++);
      assert.equal(pair.channel.writable, false);
      pair.channel.write('too late');
      await delay(50);
      assert.equal(finished, 0);
      pair.peer.resume();
      await pair.peer.take(MUCH);
      assert.equal(await pair.peer.ended(), 'fin');
      assert.equal(pair.peer.text, '');
      await eventually('it says so', () => finished === 1);
      pair.channel.finish(() => finished++);
      assert.equal(finished, 2);
    });

    test('says that it has finished when that has become impossible', async () => {
      using pair = await connected(kind);
      listen(pair.channel);
      pair.peer.pause();
      pair.channel.write(Buffer.alloc(MUCH));
      let finished = 0;
      pair.channel.finish(() => finished++);
      pair.channel.destroy();
      await eventually('it says so', () => finished === 1);
    });

    test('is closed once, however often that is asked for', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      let gone = 0;
      pair.channel.whenGone(() => gone++);
      pair.channel.whenGone(() => gone++);
      pair.channel.destroy();
      pair.channel.reset();
      pair.channel.destroy();
      assert.equal(pair.channel.closed, false);
      assert.equal(await pair.peer.ended(), 'fin');
      await eventually('its end', () => pair.channel.closed);
      assert.deepEqual([owner.heard, gone, owner.error], [['close'], 2, undefined]);
      assert.deepEqual([pair.channel.remote, pair.channel.writable], [undefined, false]);
      pair.channel.write('nothing');
      pair.channel.pause();
      pair.channel.resume();
    });

    test('is closed with RST', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      pair.channel.reset();
      assert.equal(await pair.peer.ended(), 'reset');
      await eventually('its end', () => owner.count('close') === 1);
    });

    test('hears of the RST of the other end, with the error', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      pair.peer.reset();
      await eventually('its end', () => owner.count('close') === 1);
      assert.equal((owner.error as NodeJS.ErrnoException).code, 'ECONNRESET');
    });

    test('reads nothing while it is paused', async () => {
      using pair = await connected(kind);
      const owner = listen(pair.channel);
      pair.channel.pause();
      assert.equal(pair.channel.paused, true);
      pair.peer.write('waits');
      await delay(100);
      assert.equal(owner.text, '');
      pair.channel.resume();
      assert.equal(pair.channel.paused, false);
      await eventually('it', () => owner.text === 'waits');
    });

    test('knows both ends', async () => {
      using pair = await connected(kind);
      const { localAddress, localPort, remoteAddress, remotePort } = pair.peer.socket;
      const { remote, local } = pair.channel;
      assert.deepEqual([remote?.address, remote?.port], [localAddress, localPort]);
      assert.deepEqual([local?.address, local?.port], [remoteAddress, remotePort]);
    });

    for (const other of ['TcpChannel', 'SocketChannel'] as const) {
      test(`relays to a ${other}: pieces of any size, at its speed`, async () => {
        using from = await connected(kind);
        using to = await connected(other);
        const owner = new Listener();
        from.channel.relay(to.channel, owner);
        to.channel.relay(from.channel, {
          onRelayed: () => undefined,
          onEnd: () => undefined,
          onDrain: () => from.channel.resume(),
          onClose: () => undefined,
        });
        assert.equal(from.channel.owner, NOBODY);
        const sent: Buffer[] = [];
        for (const size of [1, 70, 4096, 4097, 65_535, 65_536, 65_537, 500_000, 3, 5_000_000]) {
          const piece = Buffer.alloc(size, `<${size}>`);
          sent.push(piece);
          if (size === 500_000) to.peer.pause();
          from.peer.write(piece);
          await delay(20);
        }
        to.peer.resume();
        const expected = Buffer.concat(sent);
        assert.ok((await to.peer.take(expected.length)).equals(expected));
        assert.deepEqual([from.channel.bytesRead, to.channel.bytesSent], [expected.length, expected.length]);
        assert.ok(owner.count('relayed') > 0);

        const reader = listen(from.channel);
        from.peer.write('for the new owner');
        await eventually('it', () => reader.text === 'for the new owner');
        assert.equal(to.peer.text, '');
      });
    }

    for (const messages of [0, 1, 2, 5]) {
      test(`tells its owner of the end after ${messages} messages`, async () => {
        using relay = await relaying(kind, messages);
        relay.from.peer.write('bye');
        relay.from.peer.finish();
        await relay.to.peer.takeText(3);
        await eventually('the end', () => relay.owner.count('end') === 1);
        assert.deepEqual([relay.from.channel.ended, relay.from.channel.closed], [true, false]);
        relay.from.channel.write('still there');
        assert.equal(await relay.from.peer.takeText(11), 'still there');
      });

      test(`tells its owner of a reset after ${messages} messages`, async () => {
        using relay = await relaying(kind, messages);
        relay.from.peer.reset();
        await eventually('its end', () => relay.owner.count('close') === 1);
        assert.equal((relay.owner.error as NodeJS.ErrnoException).code, 'ECONNRESET');
        assert.equal(relay.owner.count('end'), 0);
      });
    }
  });
}

/** A relay that has carried some messages. */
async function relaying(
  kind: Kind,
  messages: number,
): Promise<Disposable & { readonly from: Connected; readonly to: Connected; readonly owner: Listener }> {
  const from = await connected(kind);
  const to = await connected(kind);
  const owner = new Listener();
  from.channel.relay(to.channel, owner);
  await carry(from, to, messages);
  return {
    ...{ from, to, owner },
    [Symbol.dispose]: () => {
      from[Symbol.dispose]();
      to[Symbol.dispose]();
    },
  };
}

function listen(channel: Channel): Listener {
  const owner = new Listener();
  channel.owner = owner;
  return owner;
}
