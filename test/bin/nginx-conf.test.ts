import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { config, proxyTemplate, writeAssembly } from '../local/support/templates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { wsproxy } from './support.ts';

const PROXY = {
  servers: [{ listen: 8080, locations: { '/': { proxyPass: 'http://127.0.0.1:3001' } } }],
  maxHeaders: 10,
};

describe('wsproxy nginx-conf', () => {
  test('prints the nginx.conf of a configuration, and on stderr what is not the same', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'proxy.json');
    await writeFile(file, JSON.stringify(PROXY));
    const { code, stdout, stderr } = await wsproxy(['nginx-conf', file]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /\n {4}server \{\n {8}listen 8080;\n\n {8}location \/ \{\n {12}proxy_pass http:\/\/127\.0\.0\.1:3001;\n/,
    );
    assert.match(stdout, /\n {4}max_headers 10; /);
    assert.match(stderr, /^wsproxy: max_headers needs nginx 1\.29\.8 or newer$/m);
    const older = await wsproxy(['nginx-conf', file, '--nginx', '1.22']);
    assert.match(older.stdout, /\n {4}# max_headers 10;/);
  });

  test('takes an nginx.conf', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'nginx.conf');
    await writeFile(
      file,
      'events {} http { server { listen 8080; location /chat/ { proxy_pass http://127.0.0.1:3001; } } }',
    );
    const { code, stdout, stderr } = await wsproxy(['nginx-conf', file]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /location \/chat\/ \{\n {12}proxy_pass http:\/\/127\.0\.0\.1:3001;/);
  });

  test('takes an app, whose names only the deployment knows', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    const { code, stdout, stderr } = await wsproxy(['nginx-conf', folder.path, '--resolver', '169.254.169.253']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /\n {8}server legacy\.internal:8080 resolve;/);
    assert.ok(stdout.includes(`listen ${config.health.listen};`));
    assert.match(stderr, /^wsproxy: <[^>]+> stands for what only a deployment knows/m);
  });

  test('needs to know which proxy of several', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { Blue: proxyTemplate({}, 'Blue'), Green: proxyTemplate({}, 'Green') });
    const several = await wsproxy(['nginx-conf', folder.path]);
    assert.equal(several.code, 2);
    assert.match(several.stderr, /^wsproxy: .*more than one proxy.*choose with --proxy: Blue\/Proxy, Green\/Proxy\n$/);
    assert.equal((await wsproxy(['nginx-conf', folder.path, '--proxy', 'Green/Proxy'])).code, 0);
  });

  test('says in one line what is wrong, with exit code 2', async () => {
    await using folder = await temporaryFolder();
    const json = join(folder.path, 'bad.json');
    const conf = join(folder.path, 'bad.conf');
    await writeFile(json, '{ "servers": [] }');
    await writeFile(conf, 'events {} http { server { listen 8080; nonsense on; } }');
    for (const [args, message] of [
      [[join(folder.path, 'none')], /there is no such file or directory/],
      [[json], /servers/],
      [[conf], /nonsense/],
      [[json, '--proxy', 'x'], /--proxy: .* is a configuration, not an app/],
      [[json, '--nginx', 'new'], /It must be a version, like 1\.22/],
    ] as const) {
      const { code, stdout, stderr } = await wsproxy(['nginx-conf', ...args]);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.match(stderr, /^wsproxy: .*\n$/);
    }
  });
});
