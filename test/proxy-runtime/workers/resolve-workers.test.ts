import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseWorkers } from '../../../proxy-runtime/index.ts';
import { resolveWorkers } from '../../../proxy-runtime/workers/resolve-workers.ts';
import { root } from '../../support/tools.ts';

describe('the number of workers', () => {
  test('is as it is said', () => {
    assert.deepEqual(['1', '64', 'auto'].map(parseWorkers), [1, 64, 'auto']);
    assert.deepEqual([1, 64].map(resolveWorkers), [1, 64]);
  });

  test('is, by auto, that of the cores this process may use', () => {
    const module = JSON.stringify(join(root, 'proxy-runtime/workers/resolve-workers.ts'));
    const script = `import { resolveWorkers } from ${module}; process.stdout.write(String(resolveWorkers('auto')));`;
    const node = [process.execPath, '--input-type=module', '-e', script];
    const { stdout, stderr } = spawnSync('taskset', ['-c', '0', ...node], { encoding: 'utf8' });
    assert.equal(stdout, '1', stderr);
  });
});
