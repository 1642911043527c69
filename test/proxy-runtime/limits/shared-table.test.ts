import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LimitReqZone } from '../../../proxy-runtime/limits/limit-req-zone.ts';
import { digestOf, SharedTable, tableBytes } from '../../../proxy-runtime/limits/shared/shared-table.ts';
import { reqZoneMemory, SharedReqZone } from '../../../proxy-runtime/limits/shared/shared-req-zone.ts';

const shape = { capacity: 5, words: 2 };

describe('a table in shared memory', () => {
  test('is a map in the order of use, whatever is added, used and removed', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    fc.assert(
      fc.property(fc.array(fc.record({ key, remove: fc.boolean() }), { maxLength: 60 }), (steps) => {
        const table = new SharedTable(new SharedArrayBuffer(tableBytes(shape)), shape, 1);
        const model = new Map<string, number>();
        for (const [step, { key: name, remove }] of steps.entries()) {
          const digest = digestOf(name);
          const entry = table.find(digest);
          assert.equal(entry !== 0, model.has(name));
          model.delete(name);
          if (remove) {
            if (entry !== 0) table.remove(entry);
            continue;
          }
          if (entry === 0 && table.full) continue;
          if (entry !== 0) table.touch(entry);
          const used = entry === 0 ? table.add(digest) : entry;
          table.words[table.payload(used)] = step;
          model.set(name, step);
        }
        const found: (number | undefined)[] = [];
        for (let entry = table.oldest; entry !== 0; entry = table.newerThan(entry))
          found.push(table.words[table.payload(entry)]);
        assert.deepEqual(found, [...model.values()]);
        assert.equal(table.size, model.size);
      }),
    );
  });

  test('makes a limit_req_zone that decides as that of one worker does', () => {
    const size = 4 * 128;
    const request = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      pause: fc.nat(40_000),
      burst: fc.constantFrom(0, 1000, 5000),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const zones = [new LimitReqZone(size), new SharedReqZone(reqZoneMemory(size), size, 0)] as const;
        let now = 1;
        for (const { key, pause, burst } of requests) {
          now += pause;
          const [one, shared] = zones.map((zone) => zone.count(key, 50, now, burst));
          assert.equal(shared, one);
        }
      }),
    );
  });
});
