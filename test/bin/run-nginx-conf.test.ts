import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { VERSION } from '../../proxy-runtime/config/version.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { openWebSocket, startEchoBackend } from '../local/support/backends.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask } from './nginx/support.ts';
import { startWsproxy, wsproxy } from './support.ts';

const LISTENING = /^wsproxy: listening on 127\.0\.0\.1:\d+$/m;

describe('wsproxy run with an nginx.conf', () => {
  test('proxies a WebSocket as the file says; what has no effect is said', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('a');
    const port = await findFreePort();
    const file = join(folder.path, 'nginx.conf');
    await writeFile(
      file,
      `user www-data;
      events {}
      http {
        access_log off;
        map $http_upgrade $connection_upgrade { default upgrade; '' close; }
        server {
          listen 127.0.0.1:${port};
          location / {
            proxy_pass ${backend.url};
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
          }
        }
      }`,
    );
    await using program = startWsproxy(['run', file]);
    await program.printed(/^wsproxy: .*nginx\.conf:1: user [^\n]*\n(?:[^\n]*\n)*wsproxy: listening on /m);
    await using client = await openWebSocket(`ws://127.0.0.1:${port}/`);
    assert.equal(await client.ask('hello'), 'a: hello');
    program.signal('SIGTERM');
    assert.equal(await program.ended(), 0);
  });

  test('has nginx’s files and signals, under the prefix, and its own name', async () => {
    await using folder = await temporaryFolder();
    const port = await findFreePort();
    const file = join(folder.path, 'nginx.conf');
    const write = (answer: string): Promise<void> =>
      writeFile(
        file,
        `pid proxy.pid; error_log error.log notice; events {}
        http { access_log access.log; server { listen 127.0.0.1:${port}; return 200 ${answer}; } }`,
      );
    await write('before');
    await using program = startWsproxy(['run', '--nginx-conf', file, '--prefix', folder.path]);
    await program.printed(LISTENING);
    assert.deepEqual(await ask(port), { body: 'before', server: `wsproxy/${VERSION}` });
    assert.ok(existsSync(join(folder.path, 'access.log')));
    assert.ok(existsSync(join(folder.path, 'proxy.pid')));
    await write('after');
    program.signal('SIGHUP');
    for (let body = ''; body !== 'after';) ({ body } = await ask(port));
    program.signal('SIGQUIT');
    assert.equal(await program.ended(), 0);
    assert.equal(existsSync(join(folder.path, 'proxy.pid')), false);
    assert.ok(existsSync(join(folder.path, 'error.log')));
  });

  test('a file that is refused is one line, and 2', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'nginx.conf');
    await writeFile(file, 'events {}\nhttp { server { listn 80; } }\n');
    const { code, stderr } = await wsproxy(['run', '--nginx-conf', file]);
    assert.equal(code, 2);
    assert.match(stderr, /^wsproxy: [^\n]*listn[^\n]*\n$/);
  });

  const usage: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['run', '--nginx-conf', 'a', '--config', 'b'],
      /^wsproxy: run has more than one configuration \(b, a\); use one\n$/,
    ],
    [
      ['run', '--config', 'b', '--prefix', 'c'],
      /^wsproxy: --prefix goes with an nginx\.conf, not with JSON or YAML\n$/,
    ],
    [
      ['run', '--config', 'b', '--error-log', 'c'],
      /^wsproxy: --error-log goes with an nginx\.conf, not with JSON or YAML\n$/,
    ],
  ];
  for (const [args, line] of usage) {
    test(`refuses ${args.join(' ')}`, async () => {
      const { code, stderr } = await wsproxy(args);
      assert.equal(code, 2);
      assert.match(stderr, line);
    });
  }
});
