import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { tcpBinding, type TcpHandle } from '../../../../proxy-runtime/net/tcp/binding.ts';
import { Epoll, threadEpoll } from '../../../../proxy-runtime/net/tcp/epoll.ts';
import { EPOLLIN, loadSystemCalls, MAX_EVENTS } from '../../../../proxy-runtime/net/tcp/system-calls.ts';
import { eventually } from '../../../support/eventually.ts';
import { readSize, UNSENT_LIMIT } from '../../../../proxy-runtime/net/tcp/read-size.ts';
import { sharedBuffer } from '../../../../proxy-runtime/net/tcp/shared-buffer.ts';
import { unsentBytes } from '../../../../proxy-runtime/net/tcp/tcp-output.ts';
import { carry, connected, Listener, type Connected } from '../support.ts';

/** Counts what an epoll instance tells it. */
class Watcher {
  readonly events: number[] = [];
  readonly then: () => void;

  constructor(then: () => void = () => undefined) {
    this.then = then;
  }

  onReady(events: number, now: number): void {
    assert.ok(Math.abs(performance.now() - now) < 1000);
    this.events.push(events);
    this.then();
  }
}

/** A connection that its own handle doesn't read. */
async function unread(): Promise<Connected & { readonly fd: number }> {
  const connection = await connected('TcpChannel');
  connection.channel.pause();
  return { ...connection, fd: connection.handle?.fd ?? -1 };
}

function create(): Epoll {
  const calls = loadSystemCalls();
  assert.ok(calls !== undefined && tcpBinding !== undefined);
  return new Epoll(calls, tcpBinding);
}

describe('an epoll instance', () => {
  test('is there in the Node of the container', () => assert.notEqual(threadEpoll(), undefined));

  test('tells again what was not read, until it is not watched any more', async () => {
    using connection = await unread();
    const instance = create();
    const watcher = new Watcher(() => watcher.events.length === 3 && instance.delete(connection.fd));
    assert.equal(instance.add(connection.fd, watcher), true);
    await delay(20);
    assert.deepEqual(watcher.events, []);
    connection.peer.write('something');
    await eventually('three events', () => watcher.events.length === 3);
    await delay(20);
    assert.deepEqual(watcher.events, [EPOLLIN, EPOLLIN, EPOLLIN]);
  });

  test('tells nothing of what was closed by another one that was ready with it', async () => {
    using one = await unread();
    using two = await unread();
    const instance = create();
    const told: string[] = [];
    const close =
      (name: string, other: Connected & { readonly fd: number }): (() => void) =>
      () => {
        told.push(name);
        instance.forget(other.fd);
        other.channel.destroy();
        instance.delete(name === 'one' ? one.fd : two.fd);
      };
    one.peer.write('a');
    two.peer.write('b');
    await delay(20);
    instance.add(one.fd, new Watcher(close('one', two)));
    instance.add(two.fd, new Watcher(close('two', one)));
    await eventually('the first', () => told.length > 0);
    await delay(20);
    assert.equal(told.length, 1);
  });

  test('refuses what it watches already', async () => {
    using connection = await unread();
    const instance = create();
    assert.equal(instance.add(connection.fd, new Watcher()), true);
    assert.equal(instance.add(connection.fd, new Watcher()), false);
    instance.delete(connection.fd);
  });

  test('tells of more than it looks at together', async () => {
    const instance = create();
    const count = MAX_EVENTS + 10;
    await using stack = new AsyncDisposableStack();
    let read = 0;
    for (let each = 0; each < count; each++) {
      const connection = stack.use(await unread());
      const watcher = new Watcher(() => {
        read++;
        instance.delete(connection.fd);
      });
      connection.peer.write('x');
      instance.add(connection.fd, watcher);
    }
    await eventually('all', () => read === count);
  });
});

describe('a relay', () => {
  test('reads past its handle once it has carried two messages', async () => {
    using from = await connected('TcpChannel');
    using to = await connected('TcpChannel');
    from.channel.relay(to.channel, new Listener());
    await carry(from, to, 10);
    const { bytesRead } = from.handle as TcpHandle & { readonly bytesRead: number };
    const { bytesWritten } = to.handle as TcpHandle & { readonly bytesWritten: number };
    assert.deepEqual([from.channel.bytesRead, bytesRead], [70, 14]);
    assert.deepEqual([to.channel.bytesSent, bytesWritten], [70, 14]);
  });

  test('reads little while much waits to be sent; its owner hears of nothing more once it has let go of it', async () => {
    using waiting = await stuck();
    assert.ok(unsentBytes() > 16 * 1024 * 1024);
    for (const letGo of ['destroyed', 'owned'] as const) {
      using from = await connected('TcpChannel');
      using to = await connected('TcpChannel');
      const reader = new Listener();
      const owner = new Listener();
      from.channel.relay(to.channel, owner);
      await carry(from, to, 3);
      owner.onRelayed = () => {
        if (letGo === 'destroyed') from.channel.destroy();
        else from.channel.owner = reader;
      };
      from.peer.write(Buffer.alloc(100_000, 'x'));
      if (letGo === 'owned') await eventually('the rest', () => reader.text.length + to.peer.text.length === 100_000);
      else await eventually('its end', () => owner.count('close') === 1);
      await delay(20);
      assert.equal(owner.error, undefined);
      assert.ok(to.peer.text.length <= 65_536, `${to.peer.text.length} bytes`);
      // The least read is of 1 KiB: there would have been more of them.
      if (letGo === 'owned') assert.equal(to.peer.text.length, 1024);
    }
    assert.equal(waiting.channel.blocked, true);
  });

  test('holds little of what comes for ends that read nothing, and loses none of it', async () => {
    await eventually('nothing', () => unsentBytes() === 0);
    await using stack = new AsyncDisposableStack();
    const tunnels: (readonly [from: Connected, to: Connected])[] = [];
    for (let each = 0; each < 10; each++) {
      const [from, to] = [stack.use(await connected('TcpChannel')), stack.use(await connected('TcpChannel'))];
      const writer = new Listener();
      writer.onDrain = () => {
        from.channel.resume();
      };
      to.channel.owner = writer;
      from.channel.relay(to.channel, new Listener());
      await carry(from, to, 3);
      to.peer.pause();
      from.peer.write(Buffer.alloc(MUCH / 4, String(each)));
      tunnels.push([from, to]);
    }
    await eventually('all are stuck', () => tunnels.every(([, to]) => to.channel.blocked));
    await delay(50);
    assert.ok(unsentBytes() <= tunnels.length * 8192, `${unsentBytes()} bytes`);
    for (const [each, [, to]] of tunnels.entries()) {
      to.peer.resume();
      const all = await to.peer.take(MUCH / 4);
      assert.ok(all.equals(Buffer.alloc(MUCH / 4, String(each))), `what came of tunnel ${each} is not what was sent`);
    }
    await eventually('nothing', () => unsentBytes() === 0);
  });

  test('reads the less the more waits, for all together', () => {
    assert.equal(readSize(0, false), sharedBuffer.length);
    assert.equal(readSize(0, true), 8192);
    assert.equal(readSize(UNSENT_LIMIT / 2 + 1, false), 8192);
    assert.equal(readSize(UNSENT_LIMIT + 1, false), 1024);
    assert.ok(UNSENT_LIMIT <= totalmem() / 64);
  });

  test('knows how much waits to be sent, whether that is sent or lost in the end', async () => {
    await eventually('nothing', () => unsentBytes() === 0);
    for (const end of ['sent', 'lost']) {
      using waiting = await stuck();
      assert.ok(unsentBytes() > 16 * 1024 * 1024);
      if (end === 'lost') waiting.channel.destroy();
      else {
        waiting.peer.resume();
        await waiting.peer.take(MUCH);
      }
      await eventually('nothing', () => unsentBytes() === 0);
    }
  });

  test('tells the error of a write as the system told it', async () => {
    using from = await connected('TcpChannel');
    using to = await connected('TcpChannel');
    const owner = new Listener();
    from.channel.relay(to.channel, new Listener());
    to.channel.relay(from.channel, owner);
    await carry(from, to, 3);
    to.channel.pause();
    to.peer.reset();
    await delay(20);
    from.peer.write('message');
    await eventually('its end', () => owner.count('close') === 1);
    assert.equal((owner.error as NodeJS.ErrnoException).message, 'write ECONNRESET');
  });
});

const MUCH = 40_000_000;

/** A connection whose other end doesn't read what is written. */
async function stuck(): Promise<Connected> {
  const connection = await connected('TcpChannel');
  connection.peer.pause();
  connection.channel.write(Buffer.alloc(MUCH));
  return connection;
}
