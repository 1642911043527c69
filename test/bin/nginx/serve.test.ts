import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readPidFile } from '../../../bin/nginx/pid-file.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startServed } from './support/start-served.ts';

describe("a proxy's process", () => {
  test('has its pid file while it runs, and ends with 0 after QUIT, when all is drained', async () => {
    await using folder = await temporaryFolder();
    const drainWith = join(folder.path, 'drained');
    await using served = startServed(folder.path, { drainWith });
    await served.program.printed(/^listening$/m);
    assert.ok(readPidFile(served.pidFile) > 0);
    served.program.signal('SIGQUIT');
    await served.program.printed(/^draining$/m);
    assert.ok(existsSync(served.pidFile));
    await writeFile(drainWith, '');
    assert.equal(await served.program.ended(), 0);
    assert.equal(existsSync(served.pidFile), false);
    assert.match(
      served.log(),
      /\[notice\] .*: signal 3 \(SIGQUIT\) received, shutting down\n.*: gracefully shutting down\n.*: exit\n$/,
    );
  });

  for (const [signal, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const) {
    test(`ends at once on ${signal}, even while it drains`, async () => {
      await using folder = await temporaryFolder();
      await using served = startServed(folder.path, { drainWith: join(folder.path, 'never') });
      await served.program.printed(/^listening$/m);
      served.program.signal('SIGQUIT');
      await served.program.printed(/^draining$/m);
      served.program.signal(signal);
      assert.equal(await served.program.ended(), 0);
      assert.equal(existsSync(served.pidFile), false);
      assert.match(served.log(), new RegExp(`: signal ${number} \\(${signal}\\) received, exiting\n.*: exit\n$`));
    });
  }

  test('reads its configuration again on HUP, and moves its pid file', async () => {
    await using folder = await temporaryFolder();
    const configFile = join(folder.path, 'config');
    const moved = join(folder.path, 'moved.pid');
    await using served = startServed(folder.path, { configFile });
    await served.program.printed(/^listening$/m);
    served.program.signal('SIGHUP');
    await eventually('the refusal', () => /\[emerg\] .*ENOENT/.test(served.log()), served.log);
    assert.doesNotMatch(served.program.output, /reloaded/);
    await writeFile(configFile, moved);
    served.program.signal('SIGHUP');
    await served.program.printed(/^reloaded$/m);
    await eventually('the pid file', () => existsSync(moved) && !existsSync(served.pidFile));
    served.program.signal('SIGQUIT');
    assert.equal(await served.program.ended(), 0);
    assert.equal(existsSync(moved), false);
  });

  test('opens its logs again on USR1; USR2 and WINCH are logged and do nothing', async () => {
    await using folder = await temporaryFolder();
    await using served = startServed(folder.path);
    await served.program.printed(/^listening$/m);
    served.program.signal('SIGUSR2');
    served.program.signal('SIGWINCH');
    served.program.signal('SIGUSR1');
    await served.program.printed(/^reopened$/m);
    for (const signal of ['SIGUSR2', 'SIGWINCH']) {
      const notice = `(${signal}) received, which has no effect`;
      await eventually('the notice', () => served.log().includes(notice), served.log);
    }
    served.program.signal('SIGQUIT');
    assert.equal(await served.program.ended(), 0);
    // Node's own use of USR1, its debugger, must be out of the way
    assert.doesNotMatch(served.program.output, /Debugger/);
  });

  test('keeps the signals that come while it starts', async () => {
    await using folder = await temporaryFolder();
    const startWith = join(folder.path, 'go');
    const configFile = join(folder.path, 'config');
    await writeFile(configFile, join(folder.path, 'nginx.pid'));
    await using served = startServed(folder.path, { startWith, configFile });
    await served.program.printed(/^starting$/m);
    served.program.signal('SIGUSR1');
    served.program.signal('SIGHUP');
    await writeFile(startWith, '');
    await served.program.printed(/^reloaded$/m);
    await served.program.printed(/^reopened$/m);
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) {
    test(`ends with 0 on ${signal} while it starts, and leaves no pid file`, async () => {
      await using folder = await temporaryFolder();
      await using served = startServed(folder.path, { startWith: join(folder.path, 'never') });
      await served.program.printed(/^starting$/m);
      served.program.signal(signal);
      assert.equal(await served.program.ended(), 0);
      assert.equal(existsSync(served.pidFile), false);
    });
  }

  test('tries five times to listen, as the process before may still be there', async () => {
    await using folder = await temporaryFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await using served = startServed(folder.path, { port });
    assert.equal(await served.program.ended(), 1);
    taken.close();
    const line = `nginx: [emerg] bind() to 127.0.0.1:${port} failed (98: Address already in use)\n`;
    assert.equal(
      served.program.output.replaceAll('starting\n', ''),
      `${line.repeat(5)}nginx: [emerg] still could not bind()\n`,
    );
    assert.equal(existsSync(served.pidFile), false);
  });

  test('does not start without its pid file', async () => {
    await using folder = await temporaryFolder();
    const pidFile = join(folder.path, 'none', 'nginx.pid');
    await using served = startServed(folder.path, { pidFile });
    assert.equal(await served.program.ended(), 1);
    assert.match(
      served.program.output,
      /^nginx: \[emerg\] open\(\) ".*none\/nginx\.pid" failed \(2: No such file or directory\)$/m,
    );
  });
});

describe('a process in the background', () => {
  test('lets the one that started it end with 0 once it listens, and goes on', async () => {
    await using folder = await temporaryFolder();
    await using served = startServed(folder.path, { background: true });
    assert.equal(await served.program.ended(), 0);
    const pid = readPidFile(served.pidFile);
    process.kill(pid, 'SIGHUP');
    await eventually('the refusal', () => served.log().includes('[emerg]'));
    process.kill(pid, 'SIGQUIT');
    await eventually('its end', () => !existsSync(served.pidFile));
    assert.equal(served.program.output, '');
  });

  test('fails in the foreground when it can not start', async () => {
    await using folder = await temporaryFolder();
    const pidFile = join(folder.path, 'none', 'nginx.pid');
    await using served = startServed(folder.path, { background: true, pidFile });
    assert.equal(await served.program.ended(), 1);
    assert.match(served.program.output, /^nginx: \[emerg\] open\(\) ".*none\/nginx\.pid" failed .*\n$/);
  });

  test('is in a session of its own', async () => {
    await using folder = await temporaryFolder();
    await using served = startServed(folder.path, { background: true });
    assert.equal(await served.program.ended(), 0);
    const pid = readPidFile(served.pidFile);
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // After the name: state, parent, process group, session
    assert.equal(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3], String(pid));
    process.kill(pid, 'SIGTERM');
    await eventually('its end', () => !existsSync(served.pidFile));
  });
});
