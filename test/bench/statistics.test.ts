import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread, summarize } from '../../bench/report/statistics.ts';
import type { Sample } from '../../bench/rounds.ts';

const figure = { id: 'cost', title: 'Cost', unit: 'µs', digits: 1 };

function sample(round: number, peer: string, cost: number): Sample {
  return { round, peer, row: 'row', values: { cost }, runs: [] };
}

test('a spread has the median of an odd number of values, and the mean of the two in the middle of an even one', () => {
  assert.deepEqual(spread([3, 100, 1]), { median: 3, min: 1, max: 100 });
  assert.deepEqual(spread([10, 1, 2, 4]), { median: 3, min: 1, max: 10 });
  assert.deepEqual(spread([7]), { median: 7, min: 7, max: 7 });
  assert.equal(spread([]), undefined);
});

test('a ratio is the median of the ratios in each round, not the ratio of the medians', () => {
  const samples = [
    ...[sample(1, 'nginx', 10), sample(1, 'ours', 20)],
    ...[sample(2, 'nginx', 30), sample(2, 'ours', 33)],
    ...[sample(3, 'nginx', 20), sample(3, 'ours', 30)],
  ];
  const { peers } = summarize(figure, samples, ['nginx', 'ours'], 'nginx');
  assert.deepEqual(peers, [
    { peer: 'nginx', value: { median: 20, min: 10, max: 30 }, ratio: { median: 1, min: 1, max: 1 } },
    { peer: 'ours', value: { median: 30, min: 20, max: 33 }, ratio: { median: 1.5, min: 1.1, max: 2 } },
  ]);
});

test('rounds in which one of the two failed have no ratio', () => {
  const samples = [sample(1, 'ours', 20), sample(2, 'nginx', 10), sample(2, 'ours', 40), sample(3, 'nginx', 5)];
  const { peers } = summarize(figure, samples, ['nginx', 'ours'], 'nginx');
  assert.deepEqual(peers.at(-1), {
    peer: 'ours',
    value: { median: 30, min: 20, max: 40 },
    ratio: { median: 4, min: 4, max: 4 },
  });
});

test('a peer without a value is left out, and without the reference there are no ratios', () => {
  const { peers } = summarize(figure, [sample(1, 'ours', 20)], ['nginx', 'ours'], 'nginx');
  assert.deepEqual(peers, [{ peer: 'ours', value: { median: 20, min: 20, max: 20 }, ratio: undefined }]);
});
