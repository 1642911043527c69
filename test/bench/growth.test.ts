import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GrowthSample } from '../../bench/growth/measure-growth.ts';
import { formatGrowth, imbalance } from '../../bench/growth/report-growth.ts';

function sample(round: number, tunnels: number, perMessage: number, byWorker = [tunnels]): GrowthSample {
  return { peer: 'ours', round, tunnels, perMessage, perTunnel: perMessage * 10, byWorker };
}

test('growth is told against the fewest tunnels of the same round, whatever the order of the samples', () => {
  const samples = [
    ...[sample(1, 10, 20), sample(1, 8000, 22)],
    ...[sample(2, 8000, 42), sample(2, 10, 40)],
    ...[sample(3, 10, 10), sample(3, 8000, 12)],
  ];
  const [peer, , fewest, most, verdict] = formatGrowth(samples).split('\n');
  assert.equal(peer, 'ours');
  assert.match(fewest ?? '', /^ +10 +20\.0 +200$/);
  assert.match(most ?? '', /^ +8,000 +22\.0 +1\.10× \(1\.05–1\.20\) +220 +1\.10× \(1\.05–1\.20\)$/);
  assert.equal(verdict, 'cost per message: flat within 15 %; cost per tunnel: flat within 15 %');
});

test('a cost that grows is called that, even where it falls again', () => {
  const text = formatGrowth([sample(1, 10, 20), sample(1, 100, 30), sample(1, 1000, 20)]);
  assert.match(text, /cost per message: grows by up to 50 %/);
});

test('imbalance is what the fullest worker has, compared with the mean', () => {
  assert.equal(imbalance([100, 100]), 1);
  assert.equal(imbalance([150, 50]), 1.5);
  assert.equal(imbalance([0, 0]), 1);
  assert.match(formatGrowth([sample(1, 100, 20, [150, 50]), sample(2, 100, 20, [100, 100])]), /1\.50×/);
});
