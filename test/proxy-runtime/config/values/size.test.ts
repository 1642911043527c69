import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSize } from '../../../../proxy-runtime/config/index.ts';

describe('a size', () => {
  const readable: readonly (readonly [string | number, number])[] = [
    ['8k', 8192],
    ['8K', 8192],
    ['1m', 1_048_576],
    ['2M', 2_097_152],
    ['1g', 1_073_741_824],
    ['512', 512],
    [512, 512],
    ['0', 0],
  ];
  for (const [text, bytes] of readable)
    test(`${JSON.stringify(text)} is ${bytes} bytes`, () => assert.equal(parseSize(text), bytes));

  for (const text of ['8kb', '1.5k', '-1', '', 'k', ' 8k', '8 k', '1t', '0x10', 1.5, -1, '9999999999999999']) {
    test(`${JSON.stringify(text)} is none`, () =>
      assert.throws(() => parseSize(text), {
        name: 'ConfigError',
        message: `${JSON.stringify(text)} is not a size; write bytes as a number, or nginx's syntax: '8k', '1m'`,
      }));
  }
});
