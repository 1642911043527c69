import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CheckedStream } from './checked-stream.ts';
import { soak } from './soak.ts';

describe('a soaked proxy', () => {
  test('loses no byte of a hundred tunnels while it reloads and drains', async () => {
    const { failures, lostBytes, reloads, ...counts } = await soak({ tunnels: 100, seconds: 2, reloadSeconds: 1 });
    assert.deepEqual({ failures, lostBytes }, { failures: [], lostBytes: 0 });
    assert.equal(counts.endedByClient + counts.endedByBackend, counts.opened);
    assert.ok(counts.opened > 100 && counts.fullBreaks > 0 && reloads > 1, JSON.stringify({ reloads, ...counts }));
  });
});

describe('the check of bytes', () => {
  const sent = (): { stream: CheckedStream; bytes: Buffer } => {
    const stream = new CheckedStream(7);
    return { stream, bytes: Buffer.concat([stream.next(1000), stream.next(200_000)]) };
  };

  test('takes what was sent, however it was cut', () => {
    const { stream, bytes } = sent();
    assert.deepEqual(
      [bytes.subarray(0, 3), bytes.subarray(3)].map((part) => stream.take(part)),
      [true, true],
    );
    assert.equal(stream.received, stream.sent);
  });

  test('finds what is lost, sent twice, changed, another stream’s, and more than was sent', () => {
    const cases: Record<string, (bytes: Buffer) => Buffer> = {
      lost: (bytes) => bytes.subarray(1),
      twice: (bytes) => Buffer.concat([bytes.subarray(0, 500), bytes]),
      changed: (bytes) => Buffer.from(bytes.toReversed()),
      other: () => new CheckedStream(8).next(1000),
      more: (bytes) => Buffer.concat([bytes, bytes.subarray(0, 1)]),
    };
    for (const [name, change] of Object.entries(cases)) {
      const { stream, bytes } = sent();
      assert.equal(stream.take(change(bytes)), false, name);
    }
  });
});
