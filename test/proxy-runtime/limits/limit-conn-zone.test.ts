import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LimitConnZone } from '../../../proxy-runtime/limits/limit-conn-zone.ts';

describe('a limit_conn_zone', () => {
  test('counts open requests by key', () => {
    const zone = new LimitConnZone(32_768);
    assert.deepEqual(
      ['a', 'a', 'a', 'b'].map((key) => zone.acquire(key, 2)),
      ['ok', 'ok', 'refused', 'ok'],
    );
    zone.release('a');
    assert.equal(zone.acquire('a', 2), 'ok');
    assert.equal(zone.acquire('a', 2), 'refused');
  });

  test('that is full takes no new key until one is free', () => {
    const zone = new LimitConnZone(2 * 64);
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
