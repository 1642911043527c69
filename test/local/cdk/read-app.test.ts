import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { deregistrationDelay, idleTimeout } from '../../../lib/local/deployed/attributes.ts';
import { readDeployedCommand } from '../../../lib/local/backends/deployed-command.ts';
import { defaultEnvironment } from '../../../lib/local/cdk/default-environment.ts';
import { explainDeployed, openProgram } from '../../../lib/local/index.ts';

const app = join(import.meta.dirname, '../apps/two-stacks.ts');

describe('a real CDK app, in stages and with references between stacks', () => {
  for (const strength of ['weak', 'strong']) {
    test(`is read when references are ${strength}`, async () => {
      const program = openProgram(app, { context: { '@aws-cdk/core:defaultCrossStackReferences': strength } });
      const [proxy, ...others] = await program.read();
      assert.deepEqual(others, []);
      assert.equal(proxy.path, 'Prod/Edge/Proxy');
      assert.equal(proxy.container.image, 'registry.example.com/proxy:1');
      assert.equal(idleTimeout(proxy.loadBalancer), 300);
      assert.equal(deregistrationDelay(proxy.targetGroup), 60);
      assert.deepEqual(
        proxy.loadBalancer.listeners.map(({ port, protocol, action }) => [port, protocol, action.type]),
        [
          [443, 'HTTPS', 'forward'],
          [80, 'HTTP', 'redirect'],
        ],
      );

      const { backends, config } = readDeployedCommand(proxy);
      assert.deepEqual(
        backends.map(({ name, addresses, locations }) => [name, addresses, locations]),
        [
          ['chat', ['<Chat/CloudmapService.Name>.chat.internal:9000'], ['/chat/']],
          ['legacy.internal', ['legacy.internal:8080'], ['/']],
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
  }
});

test('a CDK app in the account of the command line, with a VPC to look up, needs neither', async () => {
  const [proxy] = await openProgram(join(import.meta.dirname, '../apps/looked-up-vpc.ts')).read();
  assert.equal(proxy.path, 'Edge/Proxy');
  assert.equal(proxy.container.logOptions['awslogs-region'], defaultEnvironment({}).CDK_DEFAULT_REGION);
});

describe('a CDK app that CDK refuses', () => {
  const app = join(import.meta.dirname, '../apps/refused.ts');
  for (const [by, errorLine] of Object.entries({
    construct: /exit code 1: «InvalidBucketNameValue» Invalid S3 bucket name \(value: NOT VALID\)$/,
    validation: /exit code 1: «ValidationFailedWithErrors» .*errors: \[Edge\] has no backend$/,
    rules: /exit code 1: Edge\/(Topic|Queue): No.* \(and \d more\)$/,
  })) {
    test(`says so in one line when ${by} fails`, async () => {
      await assert.rejects(openProgram(app, { context: { by } }).read(), {
        name: 'SynthesisError',
        message: errorLine,
      });
    });
  }
});
