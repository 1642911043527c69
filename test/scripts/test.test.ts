import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/test.ts');

const PASSES = `test('passes', () => undefined);`;
const FAILS = `test('fails', () => { throw new Error('wrong'); });`;
const FAILS_ONCE = `test('fails once', () => {
  if (existsSync('RAN')) return;
  writeFileSync('RAN', '');
  throw new Error('late');
});`;

/** Runs test files with these contents, as `npm test` does. */
async function run(...contents: readonly string[]): Promise<{ code: number | null; output: string }> {
  await using folder = await temporaryFolder();
  const files = contents.map((_, i) => join(folder.path, `${i}.test.mjs`));
  const head = `import { test } from 'node:test'; import { existsSync, writeFileSync } from 'node:fs';\n`;
  await Promise.all(
    files.map((file, i) => writeFile(file, head + (contents[i] ?? '').replaceAll('RAN', `${file}.ran`))),
  );
  // It would take this run for its own otherwise.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const child = spawn(process.execPath, [SCRIPT, ...files], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code: child.exitCode, output };
}

describe('npm test', { concurrency: true }, () => {
  test('tells how many passed', async () => {
    const { code, output } = await run(PASSES, PASSES, `test('is skipped', { skip: true });`);
    assert.equal(code, 0);
    assert.match(output, /^2 passed, 0 failed, 1 skipped$/m);
    assert.doesNotMatch(output, /again/);
  });

  test('fails where a test does, alone too', async () => {
    const { code, output } = await run(PASSES, `${PASSES}\n${FAILS}`);
    assert.equal(code, 1);
    assert.match(output, /^2 passed, 1 failed, 0 skipped$/m);
    assert.doesNotMatch(output, /passed alone/);
  });

  test('runs a file once more that failed beside others, and says so', async () => {
    const { code, output } = await run(PASSES, FAILS_ONCE);
    assert.equal(code, 0);
    assert.match(output, /late[^]*passed alone:\n.*1\.test\.mjs\n\n2 passed, 0 failed, 0 skipped$/m);
  });

  test('runs none again where many failed', async () => {
    const { code, output } = await run(...Array<string>(6).fill(FAILS));
    assert.equal(code, 1);
    assert.match(output, /^0 passed, 6 failed, 0 skipped$/m);
    assert.doesNotMatch(output, /again/);
  });

  for (const [what, content] of [
    ['does not come to its end', `${PASSES}\nprocess.exit(0);`],
    ['cannot be loaded', `import './none.js';`],
  ] as const) {
    test(`fails where a file ${what}`, async () => {
      const { code, output } = await run(PASSES, content);
      assert.equal(code, 1);
      assert.match(output, /^1 passed, 1 failed, 0 skipped$/m);
    });
  }
});
