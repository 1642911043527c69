import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DIGITS } from '../../../scripts/node-image/digits.ts';
import { pack } from '../../../scripts/node-image/pack.ts';
import { unpackModule } from '../../../scripts/node-image/program.ts';

/** As a task boots it: bundled and minified, which must not change a single rounding. */
const { unpack } = (await import(`data:text/javascript,${encodeURIComponent(await unpackModule())}`)) as {
  readonly unpack: (text: string, length: number) => Uint8Array;
};

const samples = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }).map((text) => Buffer.from(text)),
  fc
    .tuple(fc.array(fc.string({ maxLength: 12 }), { minLength: 1 }), fc.array(fc.nat(9), { maxLength: 200 }))
    .map(([words, order]) => Buffer.from(order.map((index) => words[index % words.length]).join(' '))),
);

describe('what is packed is unpacked by the boot program', () => {
  test('whatever it is', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const text = pack(sample);
        assert.deepEqual(Buffer.from(unpack(text, sample.length)), Buffer.from(sample));
      }),
      { numRuns: 40 },
    );
  });

  test('long runs of one byte, whose bits cost next to nothing', () => {
    const bytes = Buffer.alloc(50_000, 'a');
    const text = pack(bytes);
    assert.ok(text.length < 200, `${text.length} digits`);
    assert.ok(bytes.equals(unpack(text, bytes.length)));
  });
});

test('the digits need no escaping anywhere on the way', () => {
  assert.equal(new Set(DIGITS).size, DIGITS.length);
  assert.match(DIGITS, /^[!-~]+$/);
  assert.doesNotMatch(DIGITS, /["\\$`'{}<>&%=]/);
});
