import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { deregistrationDelay, idleTimeout } from '../../../lib/local/deployed/attributes.ts';
import { readDeployedCommand } from '../../../lib/local/backends/deployed-command.ts';
import { explainDeployed, openProgram } from '../../../lib/local/index.ts';
import { fromSources } from '../../support/tools.ts';
import { proxyProgram, temporaryProgram } from './support/program.ts';

Object.assign(process.env, fromSources);

const realtime = join(import.meta.dirname, 'programs/realtime');

describe('a real Pulumi program', () => {
  test('is read, with all that only a deployment knows', async () => {
    const [proxy, ...others] = await openProgram(realtime).read();
    assert.deepEqual(others, []);
    assert.equal(proxy.path, 'platform/edge');
    assert.equal(proxy.container.image, 'registry.example.com/proxy:1');
    assert.equal(proxy.container.logOptions['awslogs-group'], '<edge-logs.name>');
    assert.equal(idleTimeout(proxy.loadBalancer), 300);
    assert.equal(deregistrationDelay(proxy.targetGroup), 60);
    assert.deepEqual(
      proxy.loadBalancer.listeners.map(({ port, protocol, action }) => [port, protocol, action.type]).toSorted(),
      [
        [443, 'HTTPS', 'forward'],
        [80, 'HTTP', 'redirect'],
      ],
    );
    const { backends, config } = readDeployedCommand(proxy);
    assert.deepEqual(
      backends.map(({ addresses, locations, placeholder }) => [addresses, locations, placeholder]),
      [
        [['<edge-chat.name>.edge.dev.realtime.internal:9000'], ['/chat/'], true],
        [['<legacy.dnsName>:8080'], ['/'], true],
      ],
    );
    assert.deepEqual(config.health, { listen: 8081, path: '/healthz' });
    const { firstToClose, advice } = explainDeployed(proxy);
    assert.deepEqual(
      firstToClose.map(({ closedBy, after }) => [closedBy, after]),
      [['load balancer', 300]],
    );
    assert.deepEqual(
      advice.filter(({ level }) => level === 'warning'),
      [],
    );
  });

  test('is the same each time, but for the configuration it is given', async () => {
    const first = await openProgram(realtime).read();
    assert.deepEqual(await openProgram(join(realtime, 'Pulumi.yaml')).read(), first);
    const [proxy] = await openProgram(realtime, { context: { idleTimeout: '120' }, stack: 'other' }).read();
    assert.equal(idleTimeout(proxy.loadBalancer), 120);
  });
});

describe('a Pulumi program that fails', () => {
  const failures: [string, string, RegExp, RegExp][] = [
    [
      'by itself',
      `console.error('a hint'); throw new TypeError('no luck')`,
      /^the Pulumi program \S+ ended with exit code 1: TypeError: no luck$/,
      /^a hint\nTypeError: no luck\n +at /,
    ],
    [
      'by what the component refuses',
      proxyProgram('idleTimeout: 5000'),
      /^the Pulumi program \S+ ended with exit code 1: edge: idleTimeout is 5000 s, but an Application Load Balancer allows 1 to 4000 s; .+$/,
      /^$/,
    ],
    [
      'by what the component refuses when it is known',
      proxyProgram(
        "certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/a', idleTimeout: pulumi.output(5000)",
      ),
      /^the Pulumi program \S+ ended with exit code 1: edge: idleTimeout is 5000 s, .+$/,
      /^$/,
    ],
    [
      'for want of configuration',
      `import * as pulumi from '@pulumi/pulumi'; new pulumi.Config().require('size')`,
      /ended with exit code 1: Missing required configuration variable 'p:size'/,
      /^$/,
    ],
    ['with an exit code', 'process.exit(3)', /^the Pulumi program \S+ ended with exit code 3$/, /^$/],
  ];
  for (const [how, program, message, output] of failures) {
    test(how, async () => {
      await using folder = await temporaryProgram({ 'index.ts': program });
      await assert.rejects(openProgram(folder.path).read(), (error: Error & { output: string }) => {
        assert.equal(error.name, 'SynthesisError');
        assert.match(error.message, message);
        assert.match(error.output, output);
        return true;
      });
    });
  }

  test('by being no program at all', async () => {
    await using folder = await temporaryProgram({ 'index.ts': 'export const nothing = 1;' });
    await assert.rejects(openProgram(folder.path).read(), {
      name: 'InputError',
      message: `${folder.path}: there is no WebSocketProxy in what it deploys`,
    });
  });

  test('is given up when it is aborted', async () => {
    await using folder = await temporaryProgram({ 'index.ts': `console.log('here'); setInterval(() => {}, 1000)` });
    const abort = new AbortController();
    const onOutput = (): void => {
      abort.abort();
    };
    await assert.rejects(openProgram(folder.path).read({ signal: abort.signal, onOutput }), { name: 'AbortError' });
  });
});
