import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Peer } from '../../bench/peers/peer.ts';
import { measureRounds } from '../../bench/rounds.ts';
import type { Row } from '../../bench/rows/row.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const [first, second] = ['first', 'second'].map((name): Peer => ({
  name,
  version: process.version,
  command: ({ proxy }) => [process.execPath, '-e', `require('net').createServer().listen(${proxy}, '127.0.0.1')`],
})) as [Peer, Peer];

test('a row is measured of one peer after the other in each round; one that goes together, once and of all at a time', async () => {
  await using folder = await temporaryFolder();
  const log: string[] = [];
  const inTurn: Row = {
    name: 'in-turn',
    figures: [],
    measure({ proxy }) {
      log.push(proxy.peer.name);
      return Promise.resolve({ values: {}, runs: [] });
    },
  };
  let bothBegan = (): void => undefined;
  const both = new Promise<void>((resolve) => (bothBegan = resolve));
  const together: Row = {
    name: 'together',
    figures: [],
    together: true,
    async measure({ proxy }) {
      log.push(`${proxy.peer.name} begins`);
      // Were they measured in turn, the first would wait for ever
      if (proxy.peer === second) bothBegan();
      await both;
      return { values: {}, runs: [] };
    },
  };
  const rows = [inTurn, together];
  const options = { load: '', folder: folder.path, peers: [first, second], rows, rounds: 2, warm: 0 };
  const { samples, failures } = await measureRounds(options);
  assert.deepEqual(failures, []);
  assert.deepEqual(log, ['first', 'second', 'first begins', 'second begins', 'second', 'first']);
  assert.deepEqual(
    samples.filter(({ row }) => row === 'together').map(({ round, peer }) => [round, peer]),
    [
      [1, 'first'],
      [1, 'second'],
    ],
  );
});
