import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { peer } from '../support/peer.ts';

const NOW = 1_000_000;

describe('a peer', () => {
  test('that failed is left out for failTimeout, then asked once', () => {
    const a = peer('a');
    assert.equal(a.failed(NOW), true);
    assert.equal(a.eligible(NOW, false), false);
    assert.equal(a.eligible(NOW + 10, false), false);
    assert.equal(a.eligible(NOW + 11, false), true);
    a.take(NOW + 11);
    assert.equal(a.eligible(NOW + 11, false), false, 'one probe at a time');
  });

  test('whose probe succeeds is whole again', () => {
    const a = peer('a');
    a.failed(NOW);
    a.take(NOW + 11);
    a.passed();
    assert.equal(a.eligible(NOW + 11, false), true);
  });

  test('whose probe fails is left out once more', () => {
    const a = peer('a');
    a.failed(NOW);
    a.take(NOW + 11);
    a.failed(NOW + 12);
    assert.equal(a.eligible(NOW + 20, false), false);
    assert.equal(a.eligible(NOW + 23, false), true);
  });

  test('may fail as often as maxFails says', () => {
    const a = peer('a', { maxFails: 3 });
    assert.deepEqual([a.failed(NOW), a.failed(NOW), a.failed(NOW)], [false, false, true]);
    assert.equal(a.eligible(NOW, false), false);
  });

  test('without maxFails never is left out', () => {
    const a = peer('a', { maxFails: 0 });
    assert.equal(a.failed(NOW), false);
    assert.equal(a.eligible(NOW, false), true);
  });

  test('that is alone never is left out for its failures', () => {
    const a = peer('a');
    a.failed(NOW);
    assert.equal(a.eligible(NOW, true), true);
  });

  test('that is down is, alone or not', () => {
    assert.equal(peer('a', { down: true }).eligible(NOW, true), false);
  });

  test('takes as many connections as maxConns says, alone or not', () => {
    const a = peer('a', { maxConns: 2 });
    a.take(NOW);
    assert.equal(a.eligible(NOW, false), true);
    a.take(NOW);
    assert.equal(a.eligible(NOW, false), false);
    assert.equal(a.eligible(NOW, true), false);
    a.connections--;
    assert.equal(a.eligible(NOW, true), true);
  });
});
