import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import { startBackend } from './backend.ts';
import { Clock } from './clock.ts';
import type { Connection } from './connection.ts';

/** A connection of the runner's, and its other end. */
async function pair(): Promise<AsyncDisposable & { readonly connection: Connection; readonly other: RawSocket }> {
  const backend = await startBackend(() => [[]], { clock: new Clock() });
  const other = await connectRaw(backend.port);
  const connection = await eventually('the connection', () => backend.connections[0]);
  return {
    connection,
    other,
    [Symbol.asyncDispose]: async () => {
      other[Symbol.dispose]();
      await backend[Symbol.asyncDispose]();
    },
  };
}

describe('the end of a connection', () => {
  test('by FIN', async () => {
    await using both = await pair();
    both.other.finish();
    assert.equal(await both.connection.expectClose(5000), true);
    assert.equal(both.connection.close, 'fin');
  });

  test('by RST', async () => {
    await using both = await pair();
    both.other.reset();
    await both.connection.expectClose(5000);
    assert.equal(both.connection.close, 'rst');
  });

  test("that does not come is the step's failure", async () => {
    await using both = await pair();
    assert.equal(await both.connection.expectClose(50), false);
    assert.equal(both.connection.errors.length, 1);
    assert.equal(both.connection.close, undefined);
  });

  test('of one direction leaves the other', async () => {
    await using both = await pair();
    both.connection.shutdownWrite();
    assert.equal(await both.other.ended(), 'fin');
    both.other.write('still here');
    assert.equal(await both.connection.expect('still here', 5000), true);
  });

  test('is sent as FIN or RST, as the step says', async () => {
    await using closed = await pair();
    closed.connection.destroy();
    assert.equal(await closed.other.ended(), 'fin');
    await using reset = await pair();
    reset.connection.reset();
    assert.equal(await reset.other.ended(), 'reset');
  });
});

describe('what is expected', () => {
  test('is looked for behind what was expected before', async () => {
    await using both = await pair();
    both.other.write('one two');
    assert.equal(await both.connection.expect('o', 5000), true);
    assert.equal(await both.connection.expect('^ne two$', 5000), true);
    assert.equal(await both.connection.expect('one', 50), false);
    assert.match(both.connection.errors[0] ?? '', /waited for one, saw ""/);
  });

  test('can no longer come behind the end', async () => {
    await using both = await pair();
    both.other.finish();
    assert.equal(await both.connection.expect('x', 3_600_000), false);
  });

  test('may be a number of bytes', async () => {
    await using both = await pair();
    both.other.write('12345');
    assert.equal(await both.connection.expectBytes(5, 5000), true);
    assert.equal(await both.connection.expectBytes(6, 50), false);
  });
});

describe('a connection that does not read', () => {
  test('blocks its other end', async () => {
    await using both = await pair();
    both.connection.pause();
    both.other.write(Buffer.alloc(64_000_000));
    assert.ok((await both.other.stuck()) > 32_000_000);
    assert.ok(both.connection.length <= 64 * 1024);
    both.connection.resume();
    assert.equal(await both.connection.expectBytes(64_000_000, 10_000), true);
  });

  test('is noticed by the step that sends until it is blocked', async () => {
    await using both = await pair();
    both.other.pause();
    await both.connection.sendUntilBlocked('x', 10_000);
    assert.deepEqual(both.connection.errors, []);
    assert.ok((both.connection.sentUntilBlocked ?? 0) > 0);
  });

  test('is told from one that reads', async () => {
    await using both = await pair();
    await both.connection.sendUntilBlocked('x', 200);
    assert.match(both.connection.errors[0] ?? '', /not blocked/);
  });
});

describe('the time of what happens', () => {
  test('is noted', async () => {
    await using both = await pair();
    await delay(30);
    both.other.write('x');
    both.other.finish();
    await both.connection.expectClose(5000);
    const { firstByteMs = 0, closeMs = 0 } = both.connection;
    assert.ok(firstByteMs >= 29 && closeMs >= firstByteMs, `${firstByteMs} ${closeMs}`);
  });
});
