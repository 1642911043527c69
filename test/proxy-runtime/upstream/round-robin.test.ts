import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Peer } from '../../../proxy-runtime/upstream/peer.ts';
import { pickRoundRobin } from '../../../proxy-runtime/upstream/round-robin.ts';
import { peer } from '../support/peer.ts';

function picks(peers: readonly Peer[], count: number, eligible: (peer: Peer) => boolean = () => true): string {
  return Array.from({ length: count }, () => pickRoundRobin(peers, eligible)?.name ?? '-').join(' ');
}

describe('the smooth weighted round robin', () => {
  test('of weights 5:1:1 is a a b a c a a, again and again', () => {
    const peers = [peer('a', { weight: 5 }), peer('b'), peer('c')];
    assert.equal(picks(peers, 7), 'a a b a c a a');
    assert.equal(picks(peers, 7), 'a a b a c a a');
  });

  test('of equal weights takes turns', () => assert.equal(picks([peer('a'), peer('b'), peer('c')], 6), 'a b c a b c'));

  test('of weights 3:2 spreads evenly', () =>
    assert.equal(picks([peer('a', { weight: 3 }), peer('b', { weight: 2 })], 10), 'a b a b a a b a b a'));

  test('leaves out who is not eligible', () => {
    const peers = [peer('a', { weight: 5 }), peer('b'), peer('c')];
    assert.equal(
      picks(peers, 4, ({ name }) => name !== 'a'),
      'b c b c',
    );
  });

  test('finds nobody where nobody is eligible', () =>
    assert.equal(
      picks([peer('a')], 1, () => false),
      '-',
    ));

  test('gives a peer that failed its weight back bit by bit', () => {
    const [a, b] = [peer('a', { weight: 4, maxFails: 2 }), peer('b', { weight: 4 })];
    a.failed(1);
    assert.equal(a.effectiveWeight, 2);
    picks([a, b], 2);
    assert.equal(a.effectiveWeight, 4);
    picks([a, b], 1);
    assert.equal(a.effectiveWeight, 4);
  });
});
