import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ChannelTimer, type Waiter } from '../../../proxy-runtime/net/channel-timer.ts';
import { eventually } from '../../support/eventually.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw } from '../../support/raw-socket.ts';

function waiter(then: (count: number) => void = () => undefined): Waiter & { readonly fired: number } {
  return {
    fired: 0,
    onTimeout(this: { fired: number }) {
      then(++this.fired);
    },
  };
}

describe("a connection's timer", { concurrency: true }, () => {
  test('fires once', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    timer.start(20, one);
    await eventually('it fired', () => one.fired > 0);
    await delay(100);
    assert.equal(one.fired, 1);
  });

  test('does not fire when it was stopped', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    timer.start(20, one);
    timer.stop(one);
    await delay(100);
    assert.equal(one.fired, 0);
  });

  test('does not fire while it is restarted, and does afterwards', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    const end = performance.now() + 1500;
    while (performance.now() < end) {
      timer.start(1000, one);
      await delay(20);
    }
    assert.equal(one.fired, 0);
    await eventually('it fired', () => one.fired > 0);
  });

  test('fires earlier when it is restarted with less', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    timer.start(600_000, one);
    timer.start(20, one);
    await eventually('it fired', () => one.fired > 0);
    timer.end();
  });

  test('can be started anew from what it fires, and after it was stopped', async () => {
    const timer = new ChannelTimer();
    const one = waiter((count) => {
      if (count < 3) timer.start(5, one);
    });
    timer.start(5, one);
    await eventually('it fired three times', () => one.fired === 3);
    timer.start(5, one);
    timer.stop(one);
    timer.start(5, one);
    await eventually('it fired once more', () => one.fired === 4);
  });

  test('is not moved by a restart that would change its end by less than 300 ms', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    timer.start(600, one);
    // A restart that counted would put the end behind this one.
    let seen: number | undefined;
    setTimeout(() => (seen = one.fired), 725);
    setTimeout(() => timer.start(600, one), 250);
    await eventually('both', () => seen);
    assert.equal(seen, 1);
  });

  test('is that of the latest to start it, who alone can stop it', async () => {
    const [timer, one, two] = [new ChannelTimer(), waiter(), waiter()];
    timer.start(20, one);
    timer.start(40, two);
    timer.stop(one);
    await eventually('it fired', () => two.fired > 0);
    await delay(50);
    assert.deepEqual([one.fired, two.fired], [0, 1]);
  });

  test('waits for a time that is longer than those of Node can be', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    timer.start(2 ** 40, one);
    await delay(50);
    assert.equal(one.fired, 0);
    timer.end();
  });

  test('calls nobody when its connection is gone', async () => {
    const [timer, one] = [new ChannelTimer(), waiter()];
    timer.start(20, one);
    timer.end();
    timer.start(20, one);
    await delay(100);
    assert.equal(one.fired, 0);
  });
});

test('what a socket has brought comes before the end of a time, however late the process is', async () => {
  await using backend = await startRawBackend();
  using client = await connectRaw(backend.port);
  const server = await backend.connection(0);
  const [timer, one] = [new ChannelTimer(), waiter()];
  server.socket.on('data', () => timer.start(60_000, one));
  timer.start(50, one);
  client.write('.');
  // Nothing runs meanwhile: neither timers nor what looks at sockets.
  for (const end = performance.now() + 200; performance.now() < end;);
  await server.take(1);
  await delay(50);
  timer.end();
  assert.equal(one.fired, 0);
});
