import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LimitReqZone } from '../../../proxy-runtime/limits/limit-req-zone.ts';
import { reqZoneMemory, SharedReqZone } from '../../../proxy-runtime/limits/shared/shared-req-zone.ts';

const RATE = 2000;

const kinds = {
  'of one worker': (size: number) => new LimitReqZone(size),
  'of several workers': (size: number) => new SharedReqZone(reqZoneMemory(size), size, 1),
};

for (const [kind, create] of Object.entries(kinds)) {
  describe(`a limit_req_zone ${kind}`, () => {
    test("leaks as nginx's bucket does, in whole thousandths", () => {
      const zone = create(32_768);
      assert.deepEqual(
        [1, 1, 101, 1001, 1002, 9001].map((now) => zone.count('a', RATE, now)),
        [0, 1000, 1800, 1000, 1998, 0],
      );
    });

    test('counts nothing that is beyond the burst, or only asked for', () => {
      const zone = create(32_768);
      assert.equal(zone.excess('a', RATE, 1), 0);
      assert.equal(zone.count('a', RATE, 1, 0), 0);
      assert.equal(zone.excess('a', RATE, 1), 1000);
      assert.equal(zone.count('a', RATE, 1, 999), 1000);
      assert.equal(zone.count('a', RATE, 1, 1000), 1000);
      assert.equal(zone.excess('a', RATE, 1), 2000);
    });

    test('forgets keys nothing is held against for a minute, two for each new one', () => {
      const zone = create(32_768);
      for (const key of ['a', 'b', 'c']) zone.count(key, RATE, 1);
      zone.count('d', RATE, 60_000);
      assert.equal(zone.size, 4);
      zone.count('e', RATE, 60_001);
      assert.equal(zone.size, 3);
    });

    test('keeps what still counts, unless there is no room: then the least recently used goes', () => {
      const zone = create(3 * 128);
      for (const key of ['a', 'b', 'c', 'a']) for (let i = 0; i < 9; i++) zone.count(key, 1, 1);
      assert.equal(zone.excess('d', 1, 61_000), 0);
      assert.equal(zone.size, 3);
      assert.equal(zone.excess('a', 1, 61_000), 17_940);
      assert.equal(zone.excess('b', 1, 61_000), 0, 'was forgotten');
    });
  });
}
