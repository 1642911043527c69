import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTime } from '../../../../proxy-runtime/config/index.ts';

describe('a time', () => {
  const readable: readonly (readonly [string | number, number])[] = [
    ['90s', 90_000],
    ['75', 75_000],
    [75, 75_000],
    [0.5, 500],
    ['0', 0],
    ['500ms', 500],
    ['1m30s', 90_000],
    ['1m30', 90_000],
    ['1m 30s', 90_000],
    ['1h30m', 5_400_000],
    ['1d12h', 129_600_000],
    ['1s500ms', 1500],
    ['1w', 604_800_000],
  ];
  for (const [text, ms] of readable)
    test(`${JSON.stringify(text)} is ${ms} ms`, () => assert.equal(parseTime(text), ms));

  for (const text of [
    '30s1m',
    '1.5s',
    '5min',
    '10S',
    '-1',
    '',
    ' ',
    's',
    '1m1m',
    '1 h',
    '5 5 m',
    '1e3',
    '٣s',
    -1,
    Number.NaN,
  ]) {
    test(`${JSON.stringify(text)} is none`, () =>
      assert.throws(() => parseTime(text), {
        name: 'ConfigError',
        message: `${JSON.stringify(text)} is not a time; write seconds as a number, or nginx's syntax: '90s', '15m', '1h30m', '500ms'`,
      }));
  }

  for (const text of ['2147483647ms', '2147483648ms', '1M', '365d', '1y', 2_147_484]) {
    test(`${JSON.stringify(text)} is the longest a timer of Node can wait`, () =>
      assert.equal(parseTime(text), 2 ** 31 - 1));
  }

  test('what is no whole number any more is none', () => {
    assert.throws(() => parseTime('9223372036854775807'), /is not a time/);
  });
});
