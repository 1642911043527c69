import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { excessAt, LimitReqZone } from '../../../proxy-runtime/limits/limit-req-zone.ts';

const RATE = 2000;

describe('a limit_req_zone', () => {
  test("leaks as nginx's bucket does, in whole thousandths", () => {
    const zone = new LimitReqZone(32_768);
    const excesses = [0, 0, 100, 1000, 1001, 9000].map((now) => {
      const state = zone.state('a', RATE, now);
      state.excess = excessAt(state, RATE, now);
      state.last = now;
      return state.excess;
    });
    assert.deepEqual(excesses, [0, 1000, 1800, 1000, 1998, 0]);
  });

  test('forgets keys nothing is held against for a minute, two for each new one', () => {
    const zone = new LimitReqZone(32_768);
    for (const key of ['a', 'b', 'c']) Object.assign(zone.state(key, RATE, 0), { last: 0 });
    zone.state('d', RATE, 59_999);
    assert.equal(zone.size, 4);
    zone.state('e', RATE, 60_000);
    assert.equal(zone.size, 3);
  });

  test('keeps what still counts, unless there is no room: then the least recently used goes', () => {
    const zone = new LimitReqZone(3 * 128);
    const put = (key: string): unknown => Object.assign(zone.state(key, 1, 0), { excess: 9000, last: 0 });
    ['a', 'b', 'c', 'a'].forEach(put);
    zone.state('d', 1, 61_000);
    assert.equal(zone.size, 3);
    assert.equal(zone.state('a', 1, 61_000).excess, 9000);
    assert.equal(zone.state('b', 1, 61_000).excess, 0, 'was forgotten');
  });
});
