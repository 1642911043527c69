import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backend, Compute, RuntimeImage, Scaling } from 'websocket-proxy-constructs/pulumi';
import { inputsOf, proxy, record } from './fixture.ts';

/** An output that only the deployment knows. */
function unknown<T>(): pulumi.Output<T> {
  return new aws.ec2.Vpc(`later-${(count += 1)}`).id as unknown as pulumi.Output<T>;
}
let count = 0;

describe('A preview', () => {
  test('shows the resources that the deployment makes, all of them', async () => {
    const args = {
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
      image: RuntimeImage.fromDockerBuild(),
    };
    const planned = await record(() => proxy(args), { preview: true });
    const made = await record(() => proxy(args));
    assert.deepEqual(names(planned.resources), names(made.resources));
  });

  test('knows every number that the program knows', async () => {
    const recording = await record(() => proxy({ idleTimeout: '15m' }), { preview: true });
    assert.equal(inputsOf(recording, 'aws:lb/loadBalancer:LoadBalancer')['idleTimeout'], 900);
    assert.equal(inputsOf(recording, 'aws:lb/targetGroup:TargetGroup')['deregistrationDelay'], 120);
    assert.equal(inputsOf(recording, 'aws:ecs/service:Service')['desiredCount'], 2);
  });

  test('takes what is not known yet, and shows the same resources', async () => {
    const args = {
      vpcId: 'vpc-1',
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
      backends: { '/': Backend.url('http://legacy.internal'), '/chat/': Backend.service('chat', { port: 80 }) },
    };
    const known = await record(() => proxy(args), { preview: true });
    const planned = await record(
      () =>
        proxy({
          vpcId: unknown(),
          publicSubnetIds: unknown(),
          privateSubnetIds: [unknown(), unknown()],
          certificateArn: unknown(),
          clusterArn: undefined,
          idleTimeout: unknown(),
          scaling: Scaling.fixed(unknown()),
          compute: Compute.fargate({ cpu: unknown(), memoryLimitMiB: 4096 }),
          image: RuntimeImage.fromRegistry(unknown<string>()),
          backends: { '/': Backend.url(unknown<string>()), '/chat/': Backend.service('chat', { port: unknown() }) },
        }),
      { preview: true },
    );
    assert.deepEqual(
      names(planned.resources).filter((name) => !name.includes(' later-')),
      names(known.resources),
    );
    assert.ok(pulumi.isUnknown(inputsOf(planned, 'aws:lb/loadBalancer:LoadBalancer')['idleTimeout']));
    assert.ok(pulumi.isUnknown(inputsOf(planned, 'aws:ecs/taskDefinition:TaskDefinition')['containerDefinitions']));
    assert.deepEqual(planned.warnings, []);
  });
});

function names(resources: readonly { readonly type: string; readonly name: string }[]): readonly string[] {
  return resources.map(({ type, name }) => `${type} ${name}`).toSorted();
}
