import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from '../../../lib/local/program/program-source.ts';
import { watchProgram } from '../../../lib/local/program/watch.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a build that writes the same each time is no change of the sources', async () => {
  await using folder = await temporaryFolder();
  const file = (name: string): string => join(folder.path, name);
  const program: Program = {
    name: folder.path,
    directory: folder.path,
    synthesized: false,
    reading: 'synthesizing',
    ignores: () => false,
    read: () => assert.fail('not read here'),
  };
  const builds: string[] = [];
  const build = async (): Promise<void> => {
    const source = await readFile(file('app.ts'), 'utf8');
    await writeFile(file('app.js'), source);
    builds.push(source);
  };
  const close = await watchProgram(program, build, (error) => assert.fail(error));
  try {
    for (const source of ['one', 'two']) {
      await writeFile(file('app.ts'), source);
      await eventually(
        `two builds of ${source}`,
        () => builds.filter((each) => each === source).length === 2,
        () => builds,
      );
    }
    // Long enough for what would go on for ever
    await delay(1000);
    assert.deepEqual(builds, ['one', 'one', 'two', 'two']);
  } finally {
    await close();
  }
});
