import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PeerList } from '../../../proxy-runtime/upstream/peer-list.ts';
import type { Peer } from '../../../proxy-runtime/upstream/peer.ts';
import { pickRoundRobin } from '../../../proxy-runtime/upstream/round-robin.ts';
import { peer } from '../support/peer.ts';

const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });

/** Weights, and who is eligible in each of many rounds. */
const rounds = weights.chain((each) =>
  fc.record({
    weights: fc.constant(each),
    eligible: fc.array(fc.array(fc.boolean(), { minLength: each.length, maxLength: each.length }), { maxLength: 60 }),
  }),
);

function peersOf(all: readonly number[]): Peer[] {
  return all.map((weight, index) => peer(String(index), { weight }));
}

function pick(peers: readonly Peer[], eligible: (index: number) => boolean = () => true): number | undefined {
  const chosen = pickRoundRobin(new PeerList(peers), { eligible: (each) => eligible(Number(each.name)) });
  return chosen === undefined ? undefined : Number(chosen.name);
}

/** What a peer is owed: its weight for every round it was in, less the whole weight of every round it was picked in. */
function model(all: readonly number[], history: readonly (readonly boolean[])[]): (number | undefined)[] {
  const picks: (number | undefined)[] = [];
  for (const [round, present] of history.entries()) {
    const owed = all.map((weight, index) =>
      history.slice(0, round + 1).reduce((sum, each, at) => {
        const total = all.reduce((whole, one, other) => whole + (each[other] === true ? one : 0), 0);
        return sum + (each[index] === true ? weight : 0) - (picks[at] === index ? total : 0);
      }, 0),
    );
    const most = Math.max(...owed.filter((_, index) => present[index]));
    const first = owed.findIndex((each, index) => present[index] === true && each === most);
    picks.push(first < 0 ? undefined : first);
  }
  return picks;
}

describe('the smooth weighted round robin', () => {
  test('always picks who is owed most, whoever is eligible', () =>
    fc.assert(
      fc.property(rounds, ({ weights: all, eligible }) => {
        const peers = peersOf(all);
        const picks = eligible.map((present) => pick(peers, (index) => present[index] === true));
        assert.deepEqual(picks, model(all, eligible));
      }),
      { numRuns: 300 },
    ));

  test('gives each its weight in every period, and is then where it began', () =>
    fc.assert(
      fc.property(weights, (all) => {
        const peers = peersOf(all);
        const period = all.reduce((sum, each) => sum + each, 0);
        const counts = all.map(() => 0);
        for (let round = 0; round < period; round++) {
          const picked = pick(peers) ?? -1;
          counts[picked] = (counts[picked] ?? 0) + 1;
        }
        assert.deepEqual(counts, all);
        assert.ok(peers.every(({ currentWeight }) => currentWeight === 0));
      }),
    ));

  test('gives a peer that failed all of its weight back, one a round, and never more', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 10 }),
        fc.nat({ max: 30 }),
        (weight, maxFails, fails, more) => {
          const failing = peer('0', { weight, maxFails });
          const peers = [failing, ...peersOf([0, 5]).slice(1)];
          for (let i = 0; i < fails; i++) failing.failed(1);
          const left = Math.max(0, weight - fails * Math.floor(weight / maxFails));
          assert.equal(failing.effectiveWeight, left);
          for (let i = 0; i < more; i++) pick(peers);
          assert.equal(failing.effectiveWeight, Math.min(weight, left + more));
        },
      ),
    ));
});
