import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { apiReports } from '../scripts/api/reports.ts';
import { installPacked, packPackage } from './support/packed-package.ts';
import { root } from './support/tools.ts';

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
    assert.equal(installPacked(packPackage(folder), folder), installed);
    mkdirSync(join(modules, '@pulumi'));
    for (const peer of ['aws-cdk-lib', 'constructs', '@pulumi/pulumi', '@pulumi/aws'])
      symlinkSync(join(root, 'node_modules', peer), join(modules, peer));
  });

  test("synthesizes and explains README's example", () => {
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'app.ts'), example);
    const wsproxy = join(installed, 'dist', 'cjs', 'bin', 'wsproxy.js');
    const explained = run(process.execPath, [wsproxy, 'explain', 'app.ts']);
    assert.match(explained, /the load balancer closes an idle WebSocket first, after 900 s \(idle_timeout\)/);
  });

  for (const entry of ['', '/cdk', '/pulumi'])
    test(`has everything once, whether it is imported or required: '${entry}'`, () => {
      const name = `websocket-proxy-constructs${entry}`;
      const program = `
        import { createRequire } from 'node:module';
        import * as imported from '${name}';
        const required = createRequire(import.meta.url)('${name}');
        const names = Object.keys(required);
        console.log(JSON.stringify(names.map((name) => [name, imported[name] === required[name]])));`;
      writeFileSync(join(folder, 'twice.mjs'), program);
      const same = new Map(JSON.parse(run(process.execPath, ['twice.mjs'])) as [string, boolean][]);
      assert.ok(same.has('PlanError') && same.has('NginxConf'));
      assert.deepEqual(new Set(same.values()), new Set([true]));
    });

  test('has the classes that its entries share once', () => {
    const program = `
      const entries = ['', '/cdk', '/pulumi'].map((entry) => require('websocket-proxy-constructs' + entry));
      const count = (name) => new Set(entries.map((entry) => entry[name])).size;
      console.log(count('ConfigError'), count('PlanError'));`;
    writeFileSync(join(folder, 'entries.cjs'), program);
    assert.equal(run(process.execPath, ['entries.cjs']), '1 1\n');
  });

  test('has for its users what etc/ says; `npm run api` renews that, and the diff is to be read', () => {
    // API Extractor takes what is in node_modules for somebody else's.
    const unpacked = join(folder, 'unpacked');
    cpSync(join(installed, 'dist', 'cjs'), join(unpacked, 'dist', 'cjs'), { recursive: true });
    cpSync(join(installed, 'package.json'), join(unpacked, 'package.json'));
    for (const { name, text } of apiReports(unpacked, join(root, 'node_modules', '@types'), join(folder, 'api')))
      assert.equal(text, readFileSync(join(root, 'etc', name), 'utf8'), name);
  });

  test('has a command that runs by itself', () => {
    const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
    assert.equal(run(join(installed, 'dist', 'cjs', 'bin', 'wsproxy.js'), ['--version']), `${version}\n`);
  });

  test('has a command that says which Node it needs', () => {
    const { engines } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      readonly engines: { readonly node: string };
    };
    const wsproxy = join(installed, 'dist', 'cjs', 'bin', 'wsproxy.js');
    for (const version of ['18.20.8', '20.20.2', '22.11.0']) {
      writeFileSync(
        join(folder, 'old.cjs'),
        `Object.defineProperty(process.versions, 'node', { value: '${version}' });`,
      );
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', './old.cjs', wsproxy, '--help'], {
        cwd: folder,
        encoding: 'utf8',
      });
      const needed = engines.node.replace('>=', '');
      assert.deepEqual(
        [status, stdout, stderr],
        [2, '', `wsproxy: needs Node ${needed} or later; this is ${version}\n`],
      );
    }
  });

  test('has a proxy server that needs nothing but Node', () => {
    const server = join(installed, 'dist', 'proxy-runtime', 'server.mjs');
    assert.throws(
      () => run(process.execPath, [server, '--config-json', '{}']),
      /wsproxy: --config-json: servers: is missing/,
    );
  });
});
