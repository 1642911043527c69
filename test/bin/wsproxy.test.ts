import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readProjectFile } from '../../lib/local/index.ts';
import { parseProxyConfig } from '../../proxy-runtime/index.ts';
import { proxyTemplate, writeAssembly } from '../local/support/templates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { root } from '../support/tools.ts';
import { wsproxy } from './support.ts';

/** The first JSON object among indented lines. */
function jsonIn(text: string): unknown {
  return JSON.parse(/^ {2}\{\n[^]*?^ {2}\}$/m.exec(text)?.[0] ?? '');
}

describe('wsproxy', () => {
  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
    assert.deepEqual(await wsproxy(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help has the commands, examples and exit codes', async () => {
    const { code, stdout, stderr } = await wsproxy(['--help']);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    for (const part of [
      'dev [options] [app]',
      'explain [options] [app]',
      'run [options] [file]',
      'Examples:',
      'Exit codes:',
    ]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  for (const [command, parts] of [
    [
      'dev',
      ['--port', '--backend', '--context', '--stack', '--proxy', '--once', 'wsproxy.json', 'Ctrl-C', 'Examples:'],
    ],
    ['explain', ['--context', '--stack', '--proxy', '--brief', '--json', 'Examples:']],
    ['run', ['--config', 'SIGHUP', 'SIGTERM', 'proxyPass']],
  ] as const) {
    test(`${command} --help explains everything it takes`, async () => {
      const { code, stdout } = await wsproxy([command, '--help']);
      assert.equal(code, 0);
      for (const part of parts) assert.ok(stdout.includes(part), part);
    });
  }

  test('the examples of files in the help are right', async () => {
    const run = await wsproxy(['run', '--help']);
    parseProxyConfig(jsonIn(run.stdout));
    await using folder = await temporaryFolder();
    const dev = await wsproxy(['dev', '--help']);
    await writeFile(join(folder.path, 'wsproxy.json'), JSON.stringify(jsonIn(dev.stdout)));
    assert.ok(readProjectFile(folder.path, false)?.once);
  });

  test('without a command prints the help, as an error', async () => {
    const { code, stdout, stderr } = await wsproxy([]);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^Usage: wsproxy /);
  });
});

describe('wsproxy, bad usage: one line, exit code 2', () => {
  const refused: [string[], RegExp][] = [
    [['rnu'], /^wsproxy: unknown command 'rnu' \(Did you mean run\?\); try --help$/],
    [['--verison'], /^wsproxy: unknown option '--verison' \(Did you mean --version\?\); try --help$/],
    [['dev'], /^wsproxy: \.: this directory has neither cdk\.json nor Pulumi\.yaml; /],
    [['explain'], /^wsproxy: \.: this directory has neither cdk\.json nor Pulumi\.yaml; /],
    [
      ['explain', 'a', 'b'],
      /^wsproxy: too many arguments for 'explain'\. Expected 1 argument but got 2: a, b; try --help$/,
    ],
    [['run'], /^wsproxy: run has no configuration; name a file: wsproxy run proxy\.json, proxy\.yaml or nginx\.conf$/],
    [['run', 'a', '--config', 'b'], /^wsproxy: run has more than one configuration \(a, b\); use one$/],
    [['run', 'app.ts'], /^wsproxy: app\.ts: is an app, not a configuration of the proxy; use wsproxy dev app\.ts$/],
    [['run', 'a.json', '--prefix', '.'], /^wsproxy: --prefix goes with an nginx\.conf, not with JSON or YAML$/],
    [['run', '--nginx-conf', 'a.json'], /^wsproxy: a\.json: is JSON, not an nginx\.conf; use wsproxy run a\.json$/],
    [['help', 'rnu'], /^wsproxy: unknown command 'rnu' \(Did you mean run\?\); try --help$/],
    [['dev', '.', '--bakend', 'a=b'], /^wsproxy: unknown option '--bakend' \(Did you mean --backend\?\); try --help$/],
    [
      ['dev', '.', '--port', '65536'],
      /^wsproxy: option '-p, --port <port>' argument '65536' is invalid\. It must be 0 to 65535; try --help$/,
    ],
    [
      ['dev', '.', '--port', 'http'],
      /^wsproxy: option .* argument 'http' is invalid\. It must be 0 to 65535; try --help$/,
    ],
    [
      ['dev', '.', '--backend', 'chat'],
      /^wsproxy: option .* argument 'chat' is invalid\. It must be NAME=URL, like chat=http:\/\/127\.0\.0\.1:3001; try --help$/,
    ],
    [
      ['dev', '.', '-c', 'stage'],
      /^wsproxy: option '-c, --context <key=value>' argument 'stage' is invalid\. It must be KEY=VALUE; try --help$/,
    ],
    [
      ['dev', '/no/such/app'],
      /^wsproxy: \/no\/such\/app: there is no such file or directory; name a directory with a cdk\.json or a Pulumi\.yaml, /,
    ],
    [['explain', '/no/such/app'], /^wsproxy: \/no\/such\/app: there is no such file or directory; /],
    [['run', '--config', '/no/such/file'], /^wsproxy: \/no\/such\/file: there is no such file$/],
  ];
  for (const [args, line] of refused) {
    test(args.join(' '), async () => {
      const { code, stdout, stderr } = await wsproxy(args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      const [first, ...rest] = stderr.split('\n');
      assert.match(first ?? '', line);
      assert.deepEqual(rest, ['']);
    });
  }
});

describe('wsproxy, bad input: one line, exit code 2', () => {
  async function refuses(args: readonly string[], line: RegExp): Promise<void> {
    const { code, stderr } = await wsproxy(args);
    assert.equal(code, 2, stderr);
    const [first, ...rest] = stderr.split('\n');
    assert.match(first ?? '', line);
    assert.deepEqual(rest, ['']);
  }

  const configs: [string, string, RegExp][] = [
    ['no JSON', '{', /^wsproxy: .*proxy\.json.* JSON/],
    [
      'an unknown option',
      '{ "servers": [{ "listen": 8080, "locations": { "/": { "return": { "code": 204 } } } }], "proxyReadTimout": 5 }',
      /^wsproxy: .*proxy\.json: .*proxyReadTimout.*did you mean proxyReadTimeout/,
    ],
    [
      'a wrong value',
      '{ "servers": [{ "listen": 8080, "locations": { "/": { "proxyPass": "http://127.0.0.1:1", "proxyReadTimeout": "15 minuts" } } }] }',
      /^wsproxy: .*proxy\.json: servers\[0\]\.locations\["\/"\]\.proxyReadTimeout: /,
    ],
    [
      'a location without a backend',
      '{ "servers": [{ "listen": 8080, "locations": { "/": {} } }] }',
      /^wsproxy: .*proxy\.json: servers\[0\].*locations\["\/"\].* proxyPass/,
    ],
  ];
  for (const [what, json, line] of configs) {
    test(`run with ${what}`, async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, 'proxy.json');
      await writeFile(file, json);
      await refuses(['run', '--config', file], line);
    });
  }

  test('dev and explain of an app without a proxy, or a proxy that is not there', async () => {
    await using empty = await temporaryFolder();
    await writeAssembly(empty.path, { Stack: {} });
    await refuses(['dev', empty.path, '--port', '0'], /: there is no WebSocketProxy in what it deploys$/);
    await refuses(['explain', empty.path], /: there is no WebSocketProxy in what it deploys$/);
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    await refuses(
      ['explain', folder.path, '--proxy', 'Other'],
      /^wsproxy: --proxy: no proxy is named Other; there are ChatStack\/Proxy$/,
    );
    await refuses(
      ['dev', folder.path, '--port', '0', '--backend', 'caht=http://127.0.0.1:1'],
      /^wsproxy: --backend: no backend is named caht; there are chat /,
    );
  });

  test('dev --once without a command for it', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    await refuses(
      ['dev', folder.path, '--port', '0', '--once'],
      /^wsproxy: --once: .* has no wsproxy\.json, the command to run; add \{ "once": "node round-trip\.ts" \}$/,
    );
    await writeFile(join(folder.path, 'wsproxy.json'), '{}');
    await refuses(
      ['dev', folder.path, '--port', '0', '--once'],
      /^wsproxy: --once: .*wsproxy\.json has no "once", the command to run; /,
    );
  });

  test('an app that fails: what it wrote, then one line with its error, then where that was', async () => {
    await using folder = await temporaryFolder();
    const app = join(folder.path, 'app.js');
    await writeFile(app, `console.error('a hint'); throw new Error('Chat/Proxy: idleTimeout is 5000 s')`);
    const { code, stderr } = await wsproxy(['explain', app]);
    assert.equal(code, 2);
    const lines = stderr.trimEnd().split('\n');
    assert.equal(lines[0], 'a hint');
    assert.equal(
      lines[1],
      'wsproxy: the app (node app.js) ended with exit code 1: Error: Chat/Proxy: idleTimeout is 5000 s',
    );
    assert.match(lines[2] ?? '', /^ +at .*app\.js:1:/, 'where it was thrown');
    assert.equal(stderr.split('idleTimeout is 5000 s').length, 2, 'it is said once');
  });

  test('DEBUG shows where an error is from', async () => {
    const { code, stderr } = await wsproxy(['explain', '/no/such/app'], { DEBUG: '1' });
    assert.equal(code, 2);
    assert.match(stderr, /^wsproxy: InputError: \/no\/such\/app: .*\n +at /);
  });
});
