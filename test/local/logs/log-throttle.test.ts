import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LogThrottle } from '../../../lib/local/logs/log-throttle.ts';

function record(): { readonly throttle: LogThrottle<string>; readonly said: string[] } {
  const said: string[] = [];
  const throttle = new LogThrottle<string>({
    kind: (item) => item,
    one: (item) => said.push(item),
    many: (items) => said.push(`${items.length} × ${items[0]}`),
  });
  return { throttle, said };
}

function take(throttle: LogThrottle<string>, ...items: readonly string[]): void {
  for (const item of items) throttle.take(item);
}

describe('LogThrottle', () => {
  test('says few things as they come', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { throttle, said } = record();
    take(throttle, 'a', 'b', 'a');
    assert.deepEqual(said, ['a', 'b', 'a']);
    context.mock.timers.tick(1000);
    take(throttle, 'c');
    assert.deepEqual(said, ['a', 'b', 'a', 'c']);
  });

  test('says many of a kind together, a second later, and one alone as it is', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { throttle, said } = record();
    take(throttle, 'a', 'a', 'a', 'a', 'a', 'a', 'b', 'a');
    assert.deepEqual(said, ['a', 'a', 'a']);
    context.mock.timers.tick(1000);
    assert.deepEqual(said.slice(3), ['4 × a', 'b']);
  });

  test('says one line of a kind in each second for as long as it goes on', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { throttle, said } = record();
    for (let second = 0; second < 3; second += 1) {
      take(throttle, ...Array<string>(100).fill('a'));
      context.mock.timers.tick(1000);
    }
    assert.deepEqual(said, ['a', 'a', 'a', '97 × a', '100 × a', '100 × a']);
    context.mock.timers.tick(1000);
    take(throttle, 'quiet again');
    assert.equal(said.at(-1), 'quiet again');
    throttle.flush();
  });

  test('loses nothing at its end', () => {
    const { throttle, said } = record();
    take(throttle, 'a', 'a', 'a', 'b');
    throttle.flush();
    assert.deepEqual(said, ['a', 'a', 'a', 'b']);
  });
});
