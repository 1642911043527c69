import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { choices, chooser, peer } from '../support/peer.ts';

/** Lets chance give these numbers, and 0 when they are used up. @returns what to call to give others */
function drawing(context: TestContext): (...numbers: readonly number[]) => void {
  let draws: number[] = [];
  context.mock.method(Math, 'random', () => draws.shift() ?? 0);
  return (...numbers) => void (draws = [...numbers]);
}

describe('random', () => {
  test('gives each peer its share of the weight', (context) => {
    const draw = drawing(context);
    draw(0, 0.24, 0.25, 0.74, 0.75, 0.99);
    const peers = [peer('a'), peer('b', { weight: 2 }), peer('c')];
    assert.equal(choices(peers, 6, { kind: 'random', two: false }), 'a a b b c c');
  });

  test('draws again where a peer is not eligible, and then takes turns', (context) => {
    const draw = drawing(context);
    const peers = [peer('a', { down: true }), peer('b'), peer('c')];
    draw(0, 0.1, 0.9);
    assert.equal(choices(peers, 1, { kind: 'random', two: false }), 'c');
    draw();
    assert.equal(choices(peers, 2, { kind: 'random', two: false }), 'b c');
  });

  test('two takes the one with fewer connections for its weight', (context) => {
    const draw = drawing(context);
    const [a, b, c] = [peer('a'), peer('b', { weight: 2 }), peer('c')];
    Object.assign(a, { connections: 2 });
    Object.assign(b, { connections: 3 });
    const choose = chooser([a, b, c], { kind: 'random', two: true });
    draw(0, 0.5);
    assert.equal(choose().next()?.name, 'b', '3 of 2 are fewer than 2 of 1');
    draw(0.9, 0);
    assert.equal(choose().next()?.name, 'c');
    draw(0, 0, 0, 0.9);
    assert.equal(choose().next()?.name, 'c', 'one peer is not two');
  });

  test('two takes the second of two that have as many', (context) => {
    const draw = drawing(context);
    draw(0, 0.9);
    assert.equal(choices([peer('a'), peer('b')], 1, { kind: 'random', two: true }), 'b');
  });
});
