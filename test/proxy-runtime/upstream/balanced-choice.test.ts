import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BalancerSettings } from '../../../proxy-runtime/compile/balancer.ts';
import { attempts, chooser, peer } from '../support/peer.ts';

const ALL: readonly BalancerSettings[] = [
  { kind: 'round_robin' },
  { kind: 'least_conn' },
  { kind: 'ip_hash' },
  { kind: 'hash', key: () => 'key', consistent: false },
  { kind: 'hash', key: () => 'key', consistent: true },
  { kind: 'random', two: false },
  { kind: 'random', two: true },
];

function nameOf(settings: BalancerSettings): string {
  if (settings.kind === 'hash') return settings.consistent ? 'hash consistent' : 'hash';
  return settings.kind === 'random' && settings.two ? 'random two' : settings.kind;
}

for (const balancer of ALL) {
  describe(`a request's choice by ${nameOf(balancer)}`, () => {
    test('tries each peer once', () => {
      const peers = ['a', 'b', 'c', 'd'].map((name) => peer(name, { maxFails: 0 }));
      const choice = chooser(peers, balancer)();
      assert.equal(choice.tries, 4);
      assert.deepEqual(attempts(choice).split(' ').sort(), ['a', 'b', 'c', 'd']);
      assert.equal(choice.next(), undefined);
    });

    test('leaves out who is down, who is full and who failed', () => {
      const [down, full, failed] = [peer('down', { down: true }), peer('full', { maxConns: 1 }), peer('failed')];
      full.take(0);
      failed.failed(Math.floor(Date.now() / 1000));
      const choice = chooser([down, full, failed, peer('good')], balancer)();
      assert.equal(choice.tries, 3, 'nginx counts all that are not down');
      assert.equal(attempts(choice), 'good');
    });

    test('counts connections until they are released', () => {
      const peers = [peer('a'), peer('b')];
      const choice = chooser(peers, balancer)();
      const chosen = choice.next();
      assert.equal(chosen?.connections, 1);
      choice.accounts.release(chosen, 'success');
      assert.equal(chosen.connections, 0);
    });

    test('gives a peer that is alone, whatever it did', () => {
      const only = peer('only');
      const choose = chooser([only], balancer);
      for (let i = 0; i < 3; i++) {
        const choice = choose();
        assert.equal(choice.tries, 1);
        assert.equal(choice.next(), only);
        choice.accounts.release(only, 'failure');
        assert.equal(choice.next(), undefined, 'but once only');
      }
    });

    test('finds nobody in an empty group', () => {
      const choice = chooser([], balancer)();
      assert.equal(choice.tries, 0);
      assert.equal(choice.next(), undefined);
    });
  });
}

describe("a request's choice", () => {
  test('tells when a peer is disabled, and leaves it out', () => {
    const logged: string[] = [];
    const choose = chooser([peer('a'), peer('b')], { kind: 'round_robin' }, logged);
    const choice = choose();
    const a = choice.next();
    assert.ok(a);
    choice.accounts.release(a, 'failure');
    assert.deepEqual(logged, ['upstream server a temporarily disabled']);
    assert.deepEqual([choose().next()?.name, choose().next()?.name], ['b', 'b']);
  });

  test('does not count an attempt that says nothing', () => {
    const choose = chooser([peer('a'), peer('b')]);
    const choice = choose();
    const a = choice.next();
    assert.ok(a);
    choice.accounts.release(a, undefined);
    assert.deepEqual([choose().next()?.name, choose().next()?.name], ['b', 'a']);
  });

  for (const kind of ['round_robin', 'least_conn'] as const) {
    test(`takes backups only when nobody else is there, by ${kind}`, () => {
      const peers = [peer('a'), peer('b'), peer('x', { backup: true }), peer('y', { backup: true })];
      const choice = chooser(peers, { kind })();
      assert.equal(choice.tries, 4);
      assert.equal(attempts(choice), 'a b x y');
    });
  }

  test('that has come to the backups stays with them', () => {
    const [a, x] = [peer('a', { maxConns: 1 }), peer('x', { backup: true })];
    a.take(0);
    const choice = chooser([a, x])();
    assert.equal(choice.next(), x);
    a.connections--;
    assert.equal(choice.next(), undefined);
  });

  test('of one peer and a backup counts failures', () => {
    const peers = [peer('a'), peer('x', { backup: true })];
    const choose = chooser(peers);
    const choice = choose();
    const a = choice.next();
    assert.ok(a);
    choice.accounts.release(a, 'failure');
    assert.equal(choose().next()?.name, 'x');
  });

  test('that was given back may try a peer again if it is the only one', () => {
    const only = peer('only');
    const choice = chooser([only])();
    assert.equal(choice.next(), only);
    choice.giveBack(only);
    choice.accounts.release(only, 'failure');
    assert.equal(choice.next(), only);
  });

  test('that was given back goes on to the next where there are several', () => {
    const choice = chooser([peer('a', { maxFails: 0 }), peer('b', { maxFails: 0 })])();
    const a = choice.next();
    assert.ok(a);
    choice.giveBack(a);
    choice.accounts.release(a, 'failure');
    assert.equal(attempts(choice), 'b');
  });
});
