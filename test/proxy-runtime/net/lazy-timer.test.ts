import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { LazyTimer } from '../../../proxy-runtime/net/lazy-timer.ts';
import { eventually } from '../../support/eventually.ts';

function timer(): { timer: LazyTimer; fired: () => number } {
  let count = 0;
  return { timer: new LazyTimer(() => count++), fired: () => count };
}

describe('a lazy timer', { concurrency: true }, () => {
  test('fires once', async () => {
    const { timer: lazy, fired } = timer();
    lazy.start(20);
    await eventually('it fired', () => fired() > 0);
    await delay(100);
    assert.equal(fired(), 1);
  });

  test('does not fire when it was stopped', async () => {
    const { timer: lazy, fired } = timer();
    lazy.start(20);
    lazy.stop();
    await delay(100);
    assert.equal(fired(), 0);
  });

  test('does not fire while it is restarted, and does afterwards', async () => {
    const { timer: lazy, fired } = timer();
    const end = performance.now() + 1500;
    while (performance.now() < end) {
      lazy.start(1000);
      await delay(20);
    }
    assert.equal(fired(), 0);
    await eventually('it fired', () => fired() > 0);
  });

  test('fires earlier when it is restarted with less', async () => {
    const { timer: lazy, fired } = timer();
    lazy.start(600_000);
    lazy.start(20);
    await eventually('it fired', () => fired() > 0);
  });

  test('can be started anew from what it fires, and after it was stopped', async () => {
    let count = 0;
    const lazy: LazyTimer = new LazyTimer(() => {
      if (++count < 3) lazy.start(5);
    });
    lazy.start(5);
    await eventually('it fired three times', () => count === 3);
    lazy.start(5);
    lazy.stop();
    lazy.start(5);
    await eventually('it fired once more', () => count === 4);
  });

  test('is not moved by a restart that would change its end by less than 300 ms', async () => {
    const { timer: lazy, fired } = timer();
    lazy.start(600);
    // A restart that counted would put the end behind this one.
    let seen: number | undefined;
    setTimeout(() => (seen = fired()), 725);
    setTimeout(() => lazy.start(600), 250);
    await eventually('both', () => seen);
    assert.equal(seen, 1);
  });
});
