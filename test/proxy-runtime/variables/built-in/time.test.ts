import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import { findOwnVariable } from '../../../../proxy-runtime/variables/built-in.ts';
import { makeRequest } from '../../support/request.ts';

describe('variables of time', () => {
  const zone = process.env['TZ'];
  before(() => mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 5, 4, 7, 9, 42) }));
  after(() => {
    mock.timers.reset();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  for (const [name, local, iso8601] of [
    ['UTC', '05/Nov/2026:04:07:09 +0000', '2026-11-05T04:07:09+00:00'],
    ['Asia/Kolkata', '05/Nov/2026:09:37:09 +0530', '2026-11-05T09:37:09+05:30'],
    ['America/St_Johns', '05/Nov/2026:00:37:09 -0330', '2026-11-05T00:37:09-03:30'],
  ] as const)
    test(name, () => {
      process.env['TZ'] = name;
      const values = ['time_local', 'time_iso8601', 'msec'].map((each) => findOwnVariable(each)?.(makeRequest()));
      assert.deepEqual(values, [local, iso8601, '1793851629.042']);
    });
});
