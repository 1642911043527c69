import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { LimitConnZone } from '../../../proxy-runtime/limits/limit-conn-zone.ts';
import { connZoneMemory, SharedConnZone } from '../../../proxy-runtime/limits/shared/shared-conn-zone.ts';
import type { Hammering } from './hammer.ts';

const kinds = {
  'of one worker': (size: number) => new LimitConnZone(size),
  'of several workers': (size: number) => new SharedConnZone(connZoneMemory(size, 3), size, 3, 2),
};

for (const [kind, create] of Object.entries(kinds)) {
  describe(`a limit_conn_zone ${kind}`, () => {
    test('counts open requests by key', () => {
      const zone = create(32_768);
      assert.deepEqual(
        ['a', 'a', 'a', 'b'].map((key) => zone.acquire(key, 2)),
        ['ok', 'ok', 'refused', 'ok'],
      );
      zone.release('a');
      assert.equal(zone.acquire('a', 2), 'ok');
      assert.equal(zone.acquire('a', 2), 'refused');
    });

    test('that is full takes no new key until one is free', () => {
      const zone = create(2 * 64);
      assert.deepEqual(
        ['a', 'b', 'c', 'a'].map((key) => zone.acquire(key, 5)),
        ['ok', 'ok', 'full', 'ok'],
      );
      zone.release('a');
      assert.equal(zone.acquire('c', 5), 'full');
      zone.release('a');
      assert.equal(zone.acquire('c', 5), 'ok');
    });
  });
}

describe('a limit_conn_zone that workers share', () => {
  const memory = connZoneMemory(32_768, 2);
  const [one, two] = [0, 1].map((worker) => new SharedConnZone(memory, 32_768, 2, worker));
  const acquire = (zone: SharedConnZone | undefined, key: string): string | undefined => zone?.acquire(key, 2);

  test('holds for all of them together', () => {
    assert.deepEqual(
      [acquire(one, 'a'), acquire(two, 'a'), acquire(one, 'a'), acquire(two, 'a')],
      [...['ok', 'ok', 'refused', 'refused']],
    );
    two?.release('a');
    assert.deepEqual([acquire(one, 'a'), acquire(two, 'a')], ['ok', 'refused']);
  });

  test('is right whoever uses it at the same time', async () => {
    const [size, workers, rounds] = [32_768, 3, 20_000];
    const zone = connZoneMemory(size, workers);
    const holders = new SharedArrayBuffer(4 * 4);
    const wrong = await Promise.all(
      [0, 1, 2].map(async (worker) => {
        const data: Hammering = { memory: zone, size, workers, worker, rounds, holders };
        const thread = new Worker(new URL('hammer.ts', import.meta.url), { workerData: data });
        const [count] = (await once(thread, 'message')) as [number];
        return count;
      }),
    );
    assert.deepEqual(wrong, [0, 0, 0]);
    const after = new SharedConnZone(zone, size, workers, 0);
    for (let key = 0; key < 4; key++) assert.equal(after.acquire(`key ${key}`, 1), 'ok', 'all was given back');
  });

  test('loses what a worker that has died held, and nothing else', () => {
    assert.equal(acquire(two, 'b'), 'ok');
    one?.forget(0);
    assert.deepEqual([acquire(two, 'a'), acquire(two, 'a'), acquire(two, 'a')], ['ok', 'ok', 'refused']);
    assert.deepEqual([acquire(two, 'b'), acquire(two, 'b')], ['ok', 'refused']);
  });
});
