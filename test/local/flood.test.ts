import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Flood } from '../../lib/local/flood.ts';

function record(): { readonly flood: Flood<string>; readonly said: string[] } {
  const said: string[] = [];
  const flood = new Flood<string>({
    kind: (item) => item,
    one: (item) => said.push(item),
    many: (items) => said.push(`${items.length} × ${items[0]}`),
  });
  return { flood, said };
}

function take(flood: Flood<string>, ...items: readonly string[]): void {
  for (const item of items) flood.take(item);
}

describe('Flood', () => {
  test('says few things as they come', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { flood, said } = record();
    take(flood, 'a', 'b', 'a');
    assert.deepEqual(said, ['a', 'b', 'a']);
    context.mock.timers.tick(1000);
    take(flood, 'c');
    assert.deepEqual(said, ['a', 'b', 'a', 'c']);
  });

  test('says many of a kind together, a second later, and one alone as it is', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { flood, said } = record();
    take(flood, 'a', 'a', 'a', 'a', 'a', 'a', 'b', 'a');
    assert.deepEqual(said, ['a', 'a', 'a']);
    context.mock.timers.tick(1000);
    assert.deepEqual(said.slice(3), ['4 × a', 'b']);
  });

  test('says one line of a kind in each second for as long as it goes on', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { flood, said } = record();
    for (let second = 0; second < 3; second += 1) {
      take(flood, ...Array<string>(100).fill('a'));
      context.mock.timers.tick(1000);
    }
    assert.deepEqual(said, ['a', 'a', 'a', '97 × a', '100 × a', '100 × a']);
    context.mock.timers.tick(1000);
    take(flood, 'quiet again');
    assert.equal(said.at(-1), 'quiet again');
    flood.flush();
  });

  test('loses nothing at its end', () => {
    const { flood, said } = record();
    take(flood, 'a', 'a', 'a', 'b');
    flood.flush();
    assert.deepEqual(said, ['a', 'a', 'a', 'b']);
  });
});
