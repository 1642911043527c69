import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawChart } from '../../bench/report/chart.ts';
import { makeNotes } from '../../bench/report/notes.ts';
import { summarize } from '../../bench/report/statistics.ts';
import { formatFigures } from '../../bench/report/table.ts';
import type { LoadCost } from '../../bench/measure/cpu-of-load.ts';
import { rotate, type Sample } from '../../bench/rounds.ts';

const figure = { id: 'cost', title: 'CPU per <message>', unit: 'µs', digits: 1 };

function sample(round: number, peer: string, cost: number, run: Partial<LoadCost> = {}): Sample {
  const usual = { operations: 1, seconds: 1, p50: 1, p99: 1, cpu: 1, waited: 0 };
  return { round, peer, row: 'echo', values: { cost }, runs: [{ ...usual, ...run }] };
}

const samples = [sample(1, 'nginx', 10), sample(1, 'ours', 12.5), sample(2, 'nginx', 10), sample(2, 'ours', 17.5)];
const summary = summarize(figure, samples, ['nginx', 'ours'], 'nginx');

test('the table has the medians, and ratios with their spread', () => {
  assert.equal(
    formatFigures([summary], 'nginx'),
    'CPU per <message>, µs\n  nginx  10.0\n  ours   15.0  1.50× (1.25–1.75)',
  );
});

test('the chart draws a bar as long as the ratio, and escapes text', () => {
  const svg = drawChart([summary], 'nginx', 'a "caption" & more');
  const widths = [...svg.matchAll(/class="bar(?: ours)?" x="130" y="[\d.]+" width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  assert.equal(widths.length, 2);
  assert.ok(Math.abs((widths[1] ?? 0) / (widths[0] ?? 1) - 1.5) < 0.01, String(widths));
  assert.match(svg, /15\.0 µs, 1\.50× \(1\.25–1\.75\)/);
  assert.match(svg, /CPU per &lt;message>/);
  assert.match(svg, /a &quot;caption&quot; &amp; more/);
});

test('the notes tell failures, disturbances, and proxies that were not at full load', () => {
  const notes = makeNotes(
    [
      sample(1, 'calm', 1, { cpu: 0.95 }),
      sample(1, 'disturbed', 1, { cpu: 0.7, waited: 0.25 }),
      sample(1, 'idle', 1, { cpu: 0.5 }),
    ],
    [{ round: 2, row: 'get', peer: 'calm', reason: 'the proxy closed a tunnel' }],
  );
  assert.deepEqual(notes, [
    'round 2: get of calm failed: the proxy closed a tunnel',
    "echo: time in which others used the proxy's core: disturbed 25 %",
    'echo: not at full load, the load generator was the slower one: idle 50 %',
  ]);
});

test('each round begins with another peer', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((by) => rotate(['a', 'b', 'c'], by).join('')),
    ['abc', 'bca', 'cab', 'abc'],
  );
  assert.deepEqual(rotate([], 1), []);
});
