import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { runtimeDirectory } from '../../../lib/plan/images/runtime-bundle.ts';

describe('runtimeDirectory', () => {
  const root = mkdtempSync(join(tmpdir(), 'wsproxy-'));
  const built = join(root, 'dist', 'proxy-runtime');
  const sources = join(root, 'lib', 'plan', 'images');
  const build = join(root, 'dist', 'cjs', 'lib', 'plan', 'images');
  after(() => {
    rmSync(root, { recursive: true });
  });

  test('says what to do before the first build', () => {
    for (const from of [sources, build]) {
      assert.throws(() => runtimeDirectory(from), {
        name: 'PlanError',
        message: 'the proxy server is not built: there is no dist/proxy-runtime/server.mjs; run `npm run build`',
      });
    }
  });

  test('is found from the sources and from the build', () => {
    mkdirSync(built, { recursive: true });
    writeFileSync(join(built, 'server.mjs'), '');
    assert.equal(runtimeDirectory(sources), built);
    assert.equal(runtimeDirectory(build), built);
  });
});
