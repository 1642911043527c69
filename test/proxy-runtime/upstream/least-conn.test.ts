import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choices, chooser, peer } from '../support/peer.ts';

const LEAST_CONN = { kind: 'least_conn' } as const;

describe('least_conn', () => {
  test('takes the peer with the fewest open connections', () => {
    const [a, b, c] = [peer('a'), peer('b'), peer('c')];
    Object.assign(a, { connections: 2 });
    Object.assign(b, { connections: 1 });
    Object.assign(c, { connections: 3 });
    const choose = chooser([a, b, c], LEAST_CONN);
    const names = Array.from({ length: 6 }, () => choose().next()?.name).join('');
    assert.deepEqual([a.connections, b.connections, c.connections], [4, 4, 4]);
    assert.equal(names.slice(0, 1), 'b');
  });

  test('takes connections for their share of the weight', () => {
    const [a, b] = [peer('a', { weight: 3 }), peer('b')];
    const choose = chooser([a, b], LEAST_CONN);
    for (let i = 0; i < 40; i++) choose().next();
    assert.deepEqual([a.connections, b.connections], [30, 10]);
  });

  test('takes turns among those that have as few', () =>
    assert.equal(choices([peer('a'), peer('b'), peer('c')], 6, LEAST_CONN), 'a b c a b c'));

  test('takes turns by weight', () =>
    assert.equal(choices([peer('a', { weight: 5 }), peer('b'), peer('c')], 7, LEAST_CONN), 'a a b a c a a'));
});
