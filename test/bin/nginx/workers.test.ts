import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { ask, nginxPrefix, type Prefix } from './support.ts';

const MAIN = 'daemon off; worker_processes 2; error_log logs/error.log warn;';

const LOGGED = 'access_log logs/access.log combined;';

/** Enough connections for both workers to have had some. */
const ASKED = 20;

describe('wsproxy nginx with worker_processes 2', () => {
  test('is one process with two workers, which writes one log and reopens it', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure(`${LOGGED} return 200 a;`, MAIN);
    await using program = prefix.start();
    const pid = await eventually('the pid file', prefix.pid, () => program.output);
    assert.equal(workersOf(pid), 2);
    await askOften(prefix);
    await eventually('every line', () => lines(prefix, 'access.log') === ASKED);

    await rename(join(prefix.path, 'logs', 'access.log'), join(prefix.path, 'logs', 'access.log.1'));
    assert.equal((await prefix.run('-s', 'reopen')).code, 0);
    await eventually('a new log', () => existsSync(join(prefix.path, 'logs', 'access.log')));
    // The file is there when the first of them has opened it; the other's lines may go to the old one a little longer
    let [all, missing] = [ASKED, ASKED];
    for (let round = 0; missing > 0 && round < 20; round++) {
      const before = lines(prefix, 'access.log');
      await askOften(prefix);
      all += ASKED;
      await eventually('every line', () => lines(prefix, 'access.log') + lines(prefix, 'access.log.1') === all);
      missing = before + ASKED - lines(prefix, 'access.log');
    }
    assert.equal(missing, 0);

    assert.equal((await prefix.run('-s', 'quit')).code, 0);
    assert.equal(await program.ended(), 0);
    assert.equal(existsSync(prefix.pidFile), false);
  });

  test('HUP is for both, and leaves their number as it is', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 before;', MAIN);
    await using program = prefix.start();
    const pid = await eventually('the pid file', prefix.pid, () => program.output);
    await prefix.configure('return 200 after;', MAIN.replace('2', '1'));
    assert.equal((await prefix.run('-s', 'reload')).code, 0);
    await eventually('the warning', () =>
      /\[warn\] .*: worker_processes is 1 now, but stays 2 until a restart\n/.test(prefix.errorLog()),
    );
    assert.deepEqual(new Set(await askOften(prefix)), new Set(['after']));
    assert.equal(workersOf(pid), 2);
    assert.equal((await prefix.run('-s', 'stop')).code, 0);
    assert.equal(await program.ended(), 0);
    assert.equal(existsSync(prefix.pidFile), false);
  });

  test('in the background, too', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 a;', MAIN.replace('daemon off; ', ''));
    assert.deepEqual(await prefix.run(), { code: 0, stdout: '', stderr: '' });
    const pid = prefix.pid();
    assert.ok(pid !== undefined);
    assert.equal(workersOf(pid), 2);
    assert.equal((await ask(prefix.port)).body, 'a');
    assert.equal((await prefix.run('-s', 'quit')).code, 0);
    await eventually('its end', () => !existsSync(prefix.pidFile));
  });
});

test('worker_processes 1 needs no thread', async () => {
  await using prefix = await nginxPrefix();
  await prefix.configure('return 200 a;', MAIN.replace('2', '1'));
  await using program = prefix.start();
  const pid = await eventually('the pid file', prefix.pid, () => program.output);
  assert.equal(workersOf(pid), 0);
  assert.equal((await ask(prefix.port)).body, 'a');
});

/** Node names a worker's thread as it is told to. */
function workersOf(pid: number): number {
  const names = readdirSync(`/proc/${pid}/task`).map((tid) => readFileSync(`/proc/${pid}/task/${tid}/comm`, 'utf8'));
  return names.filter((name) => /^worker \d+$/.test(name.trim())).length;
}

async function askOften({ port }: Prefix): Promise<string[]> {
  return Promise.all(Array.from({ length: ASKED }, async () => (await ask(port)).body));
}

function lines({ path }: Prefix, log: string): number {
  return readFileSync(join(path, 'logs', log), 'utf8').split('\n').length - 1;
}
