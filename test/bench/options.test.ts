import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../../bench/options.ts';

test('rows and peers are chosen by name, and reported in their own order', () => {
  const { only, peers } = readOptions(['--only', 'open,echo', '--peers', 'ours,nginx']);
  assert.deepEqual(only, ['echo', 'open']);
  assert.deepEqual(peers, ['nginx', 'ours']);
});

test('without them, all are measured in seven rounds; quickly in two, growth in five', () => {
  const { only, peers, rounds } = readOptions([]);
  assert.deepEqual(only, ['echo', 'bulk', 'open', 'get', 'cold', 'start', 'memory', 'storm', 'slow', 'rest']);
  assert.deepEqual(peers, ['nginx', 'nginx-log', 'haproxy', 'ours', 'ours-bare', 'http-proxy-3', 'httpxy']);
  assert.equal(rounds, 7);
  assert.equal(readOptions(['--quick']).rounds, 2);
  assert.equal(readOptions(['--growth']).rounds, 5);
  assert.equal(readOptions(['--quick', '--rounds', '5']).rounds, 5);
});

for (const [args, message] of [
  [
    ['--only', 'echo,ping'],
    '--only has ping, but may have echo, bulk, open, get, cold, start, memory, storm, slow, rest',
  ],
  [
    ['--peers', 'caddy'],
    '--peers has caddy, but may have nginx, nginx-log, haproxy, ours, ours-bare, http-proxy-3, httpxy',
  ],
  [['--growth', '--only', 'echo'], '--only does not go with --growth'],
  [['--cpu-prof', '/tmp/profile', '--peers', 'nginx'], '--peers does not go with --cpu-prof'],
  [['--rounds', '0'], '--rounds is 0, but may be 1 to 99'],
] as const) {
  test(`refused: ${args.join(' ')}`, () => {
    assert.throws(() => readOptions(args), { message });
  });
}
