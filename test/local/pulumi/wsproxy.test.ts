import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { wsproxy } from '../../bin/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { root } from '../../support/tools.ts';
import { writeAssembly } from '../support/templates.ts';
import { proxyProgram, temporaryProgram } from './support/program.ts';

describe('wsproxy explain, of a Pulumi program', () => {
  test('prints every hop, and who closes an idle WebSocket first', async () => {
    const { code, stdout, stderr } = await wsproxy([
      'explain',
      join(root, 'examples/pulumi-chat'),
      '-c',
      'docker=false',
    ]);
    assert.equal(code, 0, stderr);
    assert.ok(stdout.startsWith('proxy\n\n'));
    assert.match(stdout, /\n\nHOP +SETTING +VALUE +LIMIT +MEANING\n/);
    assert.match(stdout, /^client -> load balancer +idle_timeout +600 s +1 to 4000 s/m);
    assert.match(
      stdout,
      /^\/chat\/, \/: the load balancer closes an idle WebSocket first, after 600 s \(idle_timeout\), as idleTimeout asks$/m,
    );
  });

  test('takes the configuration of the stack it is told, and what is given on top', async () => {
    const program = proxyProgram("idleTimeout: new pulumi.Config().requireNumber('idle')");
    await using folder = await temporaryProgram({
      'index.ts': program,
      'Pulumi.test.yaml': 'config: { p:idle: 100 }',
      'Pulumi.prod.yaml': 'config: { p:idle: 200 }',
    });
    const after = async (...options: string[]): Promise<unknown> => {
      const { stdout, stderr } = await wsproxy(['explain', folder.path, '--json', ...options]);
      assert.equal(stderr, '');
      return (JSON.parse(stdout) as [{ readonly firstToClose: [{ readonly after: number }] }])[0].firstToClose[0].after;
    };
    assert.equal(await after('--stack', 'test'), 100);
    assert.equal(await after('--stack', 'prod'), 200);
    assert.equal(await after('--stack', 'prod', '-c', 'idle=300'), 300);
  });
});

describe('wsproxy, of a Pulumi program that can not be read: one line, exit code 2', () => {
  async function refuses(args: readonly string[], line: RegExp): Promise<void> {
    const { code, stderr } = await wsproxy(args);
    assert.equal(code, 2, stderr);
    const [first, ...rest] = stderr.split('\n');
    assert.match(first ?? '', line);
    assert.deepEqual(rest, ['']);
  }

  test('what the component refuses', async () => {
    await using folder = await temporaryProgram({ 'index.ts': proxyProgram('idleTimeout: 5000') });
    const line =
      /^wsproxy: the Pulumi program \S+ ended with exit code 1: edge: idleTimeout is 5000 s, but an Application Load Balancer allows /;
    await refuses(['explain', folder.path], line);
    await refuses(['dev', folder.path, '--port', '0', '--once'], /^wsproxy: --once: \S+ has no wsproxy\.json, /);
  });

  test('a directory that is neither of CDK nor of Pulumi', async () => {
    await using folder = await temporaryFolder();
    await refuses(
      ['dev', folder.path],
      /^wsproxy: \S+: this directory has neither cdk\.json nor Pulumi\.yaml; name a directory with a cdk\.json or a Pulumi\.yaml, /,
    );
  });

  test('stacks among which nothing chooses, and a stack of a CDK app', async () => {
    await using program = await temporaryProgram({ 'index.ts': '', 'Pulumi.a.yaml': '', 'Pulumi.b.yaml': '' });
    await refuses(
      ['explain', program.path],
      /^wsproxy: \S+Pulumi\.yaml: has the stacks a, b; choose one with --stack NAME$/,
    );
    await using assembly = await temporaryFolder();
    await writeAssembly(assembly.path, { Stack: {} });
    await refuses(
      ['explain', assembly.path, '--stack', 'dev'],
      /^wsproxy: --stack: \S+ is a CDK app, but stacks are chosen for Pulumi programs$/,
    );
  });
});
