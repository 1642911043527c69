import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { VERSION } from '../../../proxy-runtime/config/version.ts';
import { eventually } from '../../support/eventually.ts';
import { wsproxy } from '../support.ts';
import { ask, nginxPrefix } from './support.ts';

describe('wsproxy nginx, what it says of itself', () => {
  test('-v is the version, on standard error', async () => {
    const { code, stdout, stderr } = await wsproxy(['nginx', '-v']);
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
    assert.equal(stderr, `nginx version: nginx/1.31.5 (wsproxy/${VERSION})\n`);
  });

  test('-V names the modules, as programs look for them', async () => {
    const { code, stderr } = await wsproxy(['nginx', '-V']);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^nginx version: nginx\/1\.31\.5 .*\nbuilt for Node\.js [\d.]+\nbuilt with OpenSSL [\d.]+\nTLS SNI support enabled\n/,
    );
    assert.match(stderr, /\nconfigure arguments: .*--with-http_ssl_module .*--without-http_gzip_module .*\n$/);
    assert.doesNotMatch(stderr, /--without-http(_proxy_module|_rewrite_module|_map_module)?\s/);
  });

  test('-h is the help', async () => {
    const { code, stderr } = await wsproxy(['nginx', '-h']);
    assert.equal(code, 0);
    assert.match(stderr, /^nginx version: .*\nUsage: nginx /);
  });

  test('a wrong option is one line, and 1', async () => {
    assert.deepEqual(await wsproxy(['nginx', 'start']), {
      code: 1,
      stdout: '',
      stderr: 'nginx: invalid option: "start"\n',
    });
  });
});

describe('wsproxy nginx -t', () => {
  test('says that a configuration is right', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 a;');
    const { code, stdout, stderr } = await prefix.run('-t');
    assert.equal(
      stderr,
      `nginx: the configuration file ${prefix.confFile} syntax is ok\nnginx: configuration file ${prefix.confFile} test is successful\n`,
    );
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
    assert.deepEqual(await prefix.run('-tq'), { code: 0, stdout: '', stderr: '' });
  });

  test('-T shows all that was read', async () => {
    await using prefix = await nginxPrefix();
    await writeFile(join(prefix.path, 'conf', 'answer.conf'), 'return 200 a;\n');
    await prefix.configure('include answer.conf;');
    const { code, stdout } = await prefix.run('-T');
    assert.equal(code, 0);
    const main = readFileSync(prefix.confFile, 'utf8');
    const answer = `# configuration file ${join(prefix.path, 'conf', 'answer.conf')}:\nreturn 200 a;\n\n`;
    assert.equal(stdout, `# configuration file ${prefix.confFile}:\n${main}\n${answer}`);
  });

  test('a wrong one is an [emerg] line with its place, and 1', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('listn 80;');
    const { code, stderr } = await prefix.run('-t');
    assert.equal(code, 1);
    const [first, second, ...rest] = stderr.split('\n');
    assert.match(first ?? '', /^nginx: \[emerg\] .*nginx\.conf:3: .*listn/);
    assert.equal(second, `nginx: configuration file ${prefix.confFile} test failed`);
    assert.deepEqual(rest, ['']);
    assert.match(prefix.errorLog(), /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[emerg\] \d+#\d+: .*listn/);
  });

  test('a missing file, or one of its files that can not be written', async () => {
    await using prefix = await nginxPrefix();
    const missing = await prefix.run('-t');
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^nginx: \[emerg\] .*conf\/nginx\.conf.*\n/);
    await prefix.configure('return 200 a;', 'pid none/nginx.pid;');
    const { code, stderr } = await prefix.run('-tq');
    assert.equal(code, 1);
    assert.match(stderr, /^nginx: \[emerg\] open\(\) ".*\/none\/nginx\.pid" failed \(2: No such file or directory\)\n/);
  });

  test('-g adds directives', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 a;');
    const { code, stderr } = await prefix.run('-t', '-g', 'bogus on;');
    assert.equal(code, 1);
    assert.match(stderr, /^nginx: \[emerg\] .*bogus/);
  });
});

describe('wsproxy nginx in the foreground', () => {
  test('calls itself nginx; -s reload, reopen and quit reach it', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 before;', 'daemon off; error_log logs/error.log notice;');
    await using program = prefix.start();
    await eventually('the pid file', prefix.pid, () => program.output);
    assert.deepEqual(await ask(prefix.port), { body: 'before', server: 'nginx/1.31.5' });

    await prefix.configure('return 200 after;', 'daemon off; error_log logs/error.log notice;');
    assert.deepEqual(await prefix.run('-s', 'reload'), { code: 0, stdout: '', stderr: '' });
    await eventually('the reload', () => prefix.errorLog().includes('reconfiguring'));
    for (let body = ''; body !== 'after';) ({ body } = await ask(prefix.port));

    await rename(join(prefix.path, 'logs', 'error.log'), join(prefix.path, 'logs', 'error.log.1'));
    assert.equal((await prefix.run('-s', 'reopen')).code, 0);
    await eventually(
      'a new log',
      () => existsSync(join(prefix.path, 'logs', 'error.log')) && prefix.errorLog().includes('reopening logs'),
    );

    assert.equal((await prefix.run('-s', 'quit')).code, 0);
    assert.equal(await program.ended(), 0);
    assert.equal(existsSync(prefix.pidFile), false);
  });

  test('a configuration that has become wrong changes nothing', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 before;', 'daemon off;');
    await using program = prefix.start();
    await eventually('the pid file', prefix.pid, () => program.output);
    await prefix.configure('retrun 200 after;', 'daemon off;');
    program.signal('SIGHUP');
    await eventually('the refusal', () => /\[emerg\] .*retrun/.test(prefix.errorLog()));
    assert.equal((await ask(prefix.port)).body, 'before');
  });

  test('ends at once on -s stop', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 a;', 'daemon off;');
    await using program = prefix.start();
    await eventually('the pid file', prefix.pid, () => program.output);
    assert.equal((await prefix.run('-s', 'stop')).code, 0);
    assert.equal(await program.ended(), 0);
    assert.equal(existsSync(prefix.pidFile), false);
  });
});

describe('wsproxy nginx in the background', () => {
  test('listens when the command is over, and takes signals', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 before;');
    assert.deepEqual(await prefix.run(), { code: 0, stdout: '', stderr: '' });
    assert.equal((await ask(prefix.port)).body, 'before');
    await prefix.configure('return 200 after;');
    assert.equal((await prefix.run('-s', 'reload')).code, 0);
    for (let body = ''; body !== 'after';) ({ body } = await ask(prefix.port));
    assert.equal((await prefix.run('-s', 'stop')).code, 0);
    await eventually('its end', () => !existsSync(prefix.pidFile));
  });

  test('an address that is taken fails the command', async () => {
    await using prefix = await nginxPrefix();
    const taken = createServer().listen(prefix.port, '127.0.0.1');
    await once(taken, 'listening');
    await prefix.configure('return 200 a;');
    const { code, stderr } = await prefix.run();
    taken.close();
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(
        `^nginx: \\[emerg\\] bind\\(\\) to 127\\.0\\.0\\.1:${prefix.port} failed \\(98: Address already in use\\)\n`,
      ),
    );
    assert.match(stderr, /\nnginx: \[emerg\] still could not bind\(\)\n$/);
    assert.equal(existsSync(prefix.pidFile), false);
  });

  test('-s without a process says why', async () => {
    await using prefix = await nginxPrefix();
    await prefix.configure('return 200 a;');
    const error = `open() "${prefix.pidFile}" failed (2: No such file or directory)`;
    assert.deepEqual(await prefix.run('-s', 'stop'), { code: 1, stdout: '', stderr: `nginx: [error] ${error}\n` });
    // Beyond the system's largest process id, so there is none
    await writeFile(prefix.pidFile, '4194305\n');
    const none = await prefix.run('-s', 'reload');
    await writeFile(prefix.pidFile, '');
    assert.deepEqual(none, {
      code: 1,
      stdout: '',
      stderr: 'nginx: [alert] kill(4194305, 1) failed (3: No such process)\n',
    });
  });
});
