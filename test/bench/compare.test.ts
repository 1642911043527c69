import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { compare } from '../../bench/compare.ts';
import { buildLoad, findCompiler } from '../../bench/load/build.ts';
import { findNginx, findNginxWithLog } from '../../bench/peers/nginx.ts';
import { deployed } from '../../bench/peers/ours.ts';
import { ROW_NAMES } from '../../bench/rows/index.ts';
import { runtimeDirectory } from '../../lib/plan/images/runtime-bundle.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const skip = findCompiler() === undefined ? 'there is no C compiler' : false;

/** The figures that an access log has a part in. */
const LOGGED = new Set(['cpu-per-tunnel', 'cpu-per-get', 'cpu-per-tunnel-cold']);

test('every row is measured for ours, and for nginx where it is installed', { skip, timeout: 60_000 }, async () => {
  await using folder = await temporaryFolder();
  const nginxes = [findNginx(), findNginxWithLog()];
  const results = await compare({
    load: buildLoad(folder.path),
    folder: folder.path,
    found: {
      peers: [
        ...nginxes.filter((nginx) => typeof nginx !== 'string'),
        deployed(join(runtimeDirectory(), 'server.mjs'), 'ours'),
      ],
      missing: nginxes.filter((nginx) => typeof nginx === 'string'),
    },
    rows: ROW_NAMES,
    rounds: 1,
    amounts: { warm: 0, seconds: 0.05, cold: 0.05, storm: 100, idleTunnels: 20, slowReaders: 10, rest: 0.05 },
  });
  assert.deepEqual(results.failures, []);
  assert.equal(results.figures.length, 17);
  for (const { id, title, peers } of results.figures) {
    const named = results.peers.map(({ name }) => name).filter((name) => name !== 'nginx-log' || LOGGED.has(id));
    assert.deepEqual(
      peers.map(({ peer }) => peer),
      named,
      title,
    );
    for (const { peer, value } of peers)
      assert.ok(value.median > 0 && Number.isFinite(value.median), `${title}: ${peer}`);
  }
});
