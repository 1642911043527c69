import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { LogFiles } from '../../../proxy-runtime/logging/log-files.ts';

describe('log files', () => {
  let folder = '';
  let path = '';
  let complaints: string[] = [];
  let files: LogFiles;
  let count = 0;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'log-files-'))));
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    path = join(folder, `${count++}.log`);
    complaints = [];
    files = new LogFiles((message) => complaints.push(message));
  });

  test('are appended to, in order, whoever writes', () => {
    writeFileSync(path, 'before\n');
    const releases = [files.hold([path, path]), files.hold([path])];
    const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(50)}`);
    for (const line of lines) files.write(path, line);
    for (const release of releases) release();
    assert.equal(readFileSync(path, 'utf8'), ['before', ...lines, ''].join('\n'));
  });

  test('are written without being told to', async () => {
    const release = files.hold([path]);
    files.write(path, 'bytes \xff');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(readFileSync(path), Buffer.from('bytes \xff\n', 'latin1'));
    release();
  });

  test('are open as long as somebody holds them', () => {
    const first = files.hold([path]);
    const second = files.hold([path]);
    first();
    first();
    files.write(path, 'a');
    second();
    files.write(path, 'b');
    assert.equal(readFileSync(path, 'utf8'), 'a\n');
    assert.deepEqual(complaints, []);
  });

  test('are made anew when they were moved, and what came before is in the old one', () => {
    const release = files.hold([path]);
    files.write(path, 'old');
    renameSync(path, `${path}.1`);
    files.write(path, 'still old');
    files.reopen();
    files.write(path, 'new');
    release();
    assert.equal(readFileSync(`${path}.1`, 'utf8'), 'old\nstill old\n');
    assert.equal(readFileSync(path, 'utf8'), 'new\n');
  });

  test('go on in the old file when they can not be made anew', () => {
    const place = join(folder, 'moved');
    const inside = join(place, 'a.log');
    execFileSync('mkdir', [place]);
    const release = files.hold([inside]);
    renameSync(place, `${place}.1`);
    files.reopen();
    files.write(inside, 'x');
    release();
    assert.equal(readFileSync(join(`${place}.1`, 'a.log'), 'utf8'), 'x\n');
    assert.match(complaints.join(), /^can't open the log .*moved\/a\.log: ENOENT/);
  });

  test('that can not be opened refuse the start, and leave nothing open', () => {
    const missing = join(folder, 'none', 'b.log');
    assert.throws(() => files.hold([path, missing]), {
      message: new RegExp(`^can't open the log ${missing}: ENOENT: [^\\n]*$`),
    });
    assert.ok(existsSync(path));
    files.write(path, 'x');
    files.flush();
    assert.equal(readFileSync(path, 'utf8'), '');
  });

  test(
    'that are full are complained of once, and in the end it is told how much was lost',
    { skip: !existsSync('/dev/full') },
    () => {
      const release = files.hold(['/dev/full']);
      for (let i = 0; i < 3; i++) {
        files.write('/dev/full', 'x');
        files.flush();
      }
      release();
      assert.equal(complaints.length, 2);
      assert.match(complaints[0] ?? '', /^can't write the log \/dev\/full: ENOSPC/);
      assert.match(complaints[1] ?? '', /^3 lines of the log \/dev\/full were lost: ENOSPC/);
    },
  );

  test('nobody reads from hold nobody up', () => {
    execFileSync('mkfifo', [path]);
    assert.throws(() => files.hold([path]), /ENXIO/);
  });

  test('have what was pending when the process exits', () => {
    const url = new URL('../../../proxy-runtime/logging/log-files.ts', import.meta.url).href;
    const script = `
      const { LogFiles } = await import(${JSON.stringify(url)});
      const files = new LogFiles(() => {});
      files.hold([${JSON.stringify(path)}]);
      files.write(${JSON.stringify(path)}, 'last words');
      process.exit(0);`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(path, 'utf8'), 'last words\n');
  });

  test('leave no listener at the process behind', () => {
    const before = process.listenerCount('exit');
    const releases = [files.hold([path]), files.hold([path])];
    assert.equal(process.listenerCount('exit'), before + 1);
    for (const release of releases) release();
    assert.equal(process.listenerCount('exit'), before);
  });
});
