import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FakeEngine, outputValue } from './fake-engine.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TYPE = 'websocket-proxy-constructs:index:WebSocketProxy';

/** What a program in another language has Pulumi do: start the provider, ask it for its schema, have it construct. */
describe('The provider, as Pulumi starts it', () => {
  let engine: FakeEngine;
  let provider: ChildProcess;
  let port: number;

  before(async () => {
    engine = await FakeEngine.start();
    const program = join(ROOT, 'lib', 'pulumi', 'provider', 'main.ts');
    provider = spawn(process.execPath, [...process.execArgv, program, engine.address], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(provider.stdout);
    const [line] = (await once(provider.stdout, 'data')) as [Buffer];
    port = Number(line.toString());
  });

  after(async () => {
    provider.kill();
    await engine[Symbol.asyncDispose]();
  });

  test('is named in PulumiPlugin.yaml and index.js', () => {
    assert.match(readFileSync(join(ROOT, 'PulumiPlugin.yaml'), 'utf8'), /^runtime: nodejs$/m);
    assert.match(
      readFileSync(join(ROOT, 'index.js'), 'utf8'),
      /^import '\.\/dist\/cjs\/lib\/pulumi\/provider\/main\.js';$/m,
    );
  });

  test('serves the schema', async () => {
    const { name, resources } = (await engine.schema(port)) as { readonly name: string; readonly resources: object };
    assert.equal(name, 'websocket-proxy-constructs');
    assert.deepEqual(Object.keys(resources), [TYPE]);
  });

  test('constructs a proxy, of values and of outputs', async () => {
    const { urn, state } = await engine.construct(port, TYPE, 'edge', {
      vpcId: outputValue('vpc-1'),
      publicSubnetIds: ['subnet-1', outputValue('subnet-2')],
      privateSubnetIds: outputValue(['subnet-3', 'subnet-4']),
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
      idleTimeout: outputValue('15m'),
      services: { chat: { port: 8080, securityGroupId: outputValue('sg-chat') } },
      backends: { '/chat/': { service: 'chat' }, '/': { url: outputValue('http://legacy.internal:8080') } },
    });
    assert.equal(urn, `urn:pulumi:stack::project::${TYPE}::edge`);
    assert.match(JSON.stringify(state), /https:\/\/edge-alb\.example\.com/);
    const [component, ...children] = engine.registered;
    assert.deepEqual(component, { type: TYPE, name: 'edge', parent: '' });
    assert.ok(children.every(({ parent, name }) => parent === urn && name.startsWith('edge-')));
    assert.ok(children.some(({ type }) => type === 'aws:ecs/service:Service'));
  });

  test('refuses in one line', async () => {
    await assert.rejects(
      engine.construct(port, TYPE, 'edge', { vpcId: 'vpc-1', backends: {} }),
      /edge: has no backend; give it backends/,
    );
  });
});
