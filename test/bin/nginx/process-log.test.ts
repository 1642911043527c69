import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ProcessLog, testLogFile } from '../../../bin/nginx/process-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe("the process's log", () => {
  test('writes nginx’s lines, each log from its level on', async () => {
    await using folder = await temporaryFolder();
    const all = join(folder.path, 'all.log');
    const errors = join(folder.path, 'errors.log');
    const log = new ProcessLog([{ path: all, level: 'debug' }, { path: errors }], () => undefined);
    log.log('notice', 'reconfiguring');
    log.log('emerg', 'no servers');
    const line = `\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d`;
    const id = `${process.pid}#${process.pid}`;
    assert.match(
      await readFile(all, 'utf8'),
      new RegExp(`^${line} \\[notice\\] ${id}: reconfiguring\n${line} \\[emerg\\] ${id}: no servers\n$`),
    );
    assert.match(await readFile(errors, 'utf8'), new RegExp(`^${line} \\[emerg\\] ${id}: no servers\n$`));
  });

  test('tells the console warnings and worse, until it is left', async () => {
    await using folder = await temporaryFolder();
    const said: string[] = [];
    const log = new ProcessLog([{ path: join(folder.path, 'error.log') }], (level, message) =>
      said.push(`${level} ${message}`),
    );
    log.log('notice', 'signal process started');
    log.log('warn', 'no effect');
    log.log('emerg', 'no servers');
    log.leaveConsole();
    log.log('emerg', 'too late');
    assert.deepEqual(said, ['warn no effect', 'emerg no servers']);
  });

  test('goes to other files once a configuration says so, and finds a file that was moved', async () => {
    await using folder = await temporaryFolder();
    const before = join(folder.path, 'before.log');
    const after = join(folder.path, 'after.log');
    const log = new ProcessLog([{ path: before }], () => undefined);
    log.log('error', 'one');
    log.use([{ path: after }]);
    log.log('error', 'two');
    assert.match(await readFile(before, 'utf8'), /: one\n$/);
    assert.match(await readFile(after, 'utf8'), /: two\n$/);
  });

  test('says why a log can not be written, and goes on without it', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'none', 'error.log');
    assert.throws(
      () => {
        testLogFile(path);
      },
      new Error(`open() "${path}" failed (2: No such file or directory)`),
    );
    const said: string[] = [];
    new ProcessLog([{ path }], (_, message) => said.push(message)).log('emerg', 'no servers');
    assert.deepEqual(said, ['no servers']);
  });
});
