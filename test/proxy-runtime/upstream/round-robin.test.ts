import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choices, chooser, peer } from '../support/peer.ts';

describe('the smooth weighted round robin', () => {
  test('of weights 5:1:1 is a a b a c a a, again and again', () => {
    const peers = [peer('a', { weight: 5 }), peer('b'), peer('c')];
    assert.equal(choices(peers, 7), 'a a b a c a a');
    assert.equal(choices(peers, 7), 'a a b a c a a');
  });

  test('of equal weights takes turns', () =>
    assert.equal(choices([peer('a'), peer('b'), peer('c')], 6), 'a b c a b c'));

  test('of weights 3:2 spreads evenly', () =>
    assert.equal(choices([peer('a', { weight: 3 }), peer('b', { weight: 2 })], 10), 'a b a b a a b a b a'));

  test('leaves out who is not eligible', () =>
    assert.equal(choices([peer('a', { weight: 5, down: true }), peer('b'), peer('c')], 4), 'b c b c'));

  test('finds nobody where nobody is eligible', () => assert.equal(choices([peer('a', { down: true })], 1), '-'));

  test('gives a peer that failed its weight back bit by bit', () => {
    const [a, b] = [peer('a', { weight: 4, maxFails: 2 }), peer('b', { weight: 4 })];
    a.failed(1);
    assert.equal(a.effectiveWeight, 2);
    choices([a, b], 2);
    assert.equal(a.effectiveWeight, 4);
    choices([a, b], 1);
    assert.equal(a.effectiveWeight, 4);
  });

  test('goes on where it was, whoever asks', () => {
    const choose = chooser([peer('a'), peer('b'), peer('c')]);
    const first = choose();
    assert.deepEqual([first.next()?.name, choose().next()?.name, first.next()?.name], ['a', 'b', 'c']);
  });
});
