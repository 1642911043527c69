import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readPidFile, removePidFile, testPidFile, writePidFile } from '../../../bin/nginx/pid-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the pid file', () => {
  test('has the process id and a line end, is read and removed', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'nginx.pid');
    await writeFile(file, 'an older and longer content');
    writePidFile(file);
    assert.equal(await readFile(file, 'latin1'), `${process.pid}\n`);
    assert.equal(readPidFile(file), process.pid);
    removePidFile(file);
    assert.throws(() => readPidFile(file), new Error(`open() "${file}" failed (2: No such file or directory)`));
    assert.throws(
      () => {
        removePidFile(file);
      },
      new Error(`unlink() "${file}" failed (2: No such file or directory)`),
    );
  });

  test('a test creates it, and leaves what it has', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'nginx.pid');
    testPidFile(file);
    assert.equal(await readFile(file, 'latin1'), '');
    writePidFile(file);
    testPidFile(file);
    assert.equal(readPidFile(file), process.pid);
  });

  test('says why it can not be written', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'none', 'nginx.pid');
    const error = new Error(`open() "${file}" failed (2: No such file or directory)`);
    assert.throws(() => {
      writePidFile(file);
    }, error);
    assert.throws(() => {
      testPidFile(file);
    }, error);
  });

  for (const text of ['', '\n', '0\n', '-1\n', '12 13\n', '1e3\n', '99999999999\n']) {
    test(`refuses what is no process id: ${JSON.stringify(text)}`, async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, 'nginx.pid');
      await writeFile(file, text);
      assert.throws(() => readPidFile(file), new Error(`invalid PID number "${text.trimEnd()}" in "${file}"`));
    });
  }
});
