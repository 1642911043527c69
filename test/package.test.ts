import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

const root = join(import.meta.dirname, '..');

/** What a user installs, which is not what the other tests run: the compiled package, packed, away from the repository. */
describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wsproxy-package-'));
  after(() => rmSync(folder, { recursive: true }));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'websocket-proxy-constructs');

  const run = (file: string, args: readonly string[]): string =>
    execFileSync(file, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
      timeout: 120_000,
    });

  test('packs', () => {
    mkdirSync(installed, { recursive: true });
    // Packing builds it.
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    run('tar', ['-xzf', `websocket-proxy-constructs-${version}.tgz`, '--strip-components=1', '-C', installed]);
    for (const peer of ['aws-cdk-lib', 'constructs'])
      symlinkSync(join(root, 'node_modules', peer), join(modules, peer));
  });

  test("synthesizes and explains README's example", () => {
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'app.ts'), example);
    const wsproxy = join(installed, 'dist', 'esm', 'bin', 'wsproxy.js');
    const explained = run(process.execPath, [wsproxy, 'explain', 'app.ts']);
    assert.match(explained, /the load balancer closes an idle WebSocket first, after 900 s \(idle_timeout\)/);
  });

  test('has a command that runs by itself', () => {
    const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
    assert.equal(run(join(installed, 'dist', 'esm', 'bin', 'wsproxy.js'), ['--version']), `${version}\n`);
  });

  test('has a proxy server that needs nothing but Node', () => {
    const server = join(installed, 'dist', 'proxy-runtime', 'server.mjs');
    assert.throws(
      () => run(process.execPath, [server, '--config-json', '{}']),
      /wsproxy: --config-json: servers: is missing/,
    );
  });
});
