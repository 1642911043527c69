import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backend, Compute, LoadBalancing, RuntimeImage, Scaling } from 'websocket-proxy-constructs/pulumi';
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

/** Every number and time that may be an output: what it is once it is known, and where that stands then. */
const NUMBERS: Readonly<
  Record<string, { readonly value: number; readonly at: readonly [type: string, input: string]; readonly in: InPlace }>
> = {
  idleTimeout: {
    ...{ value: 900, at: ['aws:lb/loadBalancer:LoadBalancer', 'idleTimeout'] },
    in: (idleTimeout) => ({ idleTimeout }),
  },
  clientKeepAlive: {
    ...{ value: 600, at: ['aws:lb/loadBalancer:LoadBalancer', 'clientKeepAlive'] },
    in: (clientKeepAlive) => ({ loadBalancing: LoadBalancing.application({ clientKeepAlive }) }),
  },
  deregistrationDelay: {
    ...{ value: 60, at: ['aws:lb/targetGroup:TargetGroup', 'deregistrationDelay'] },
    in: (deregistrationDelay) => ({ deregistrationDelay }),
  },
  stopTimeout: {
    ...{ value: 30, at: ['aws:ecs/taskDefinition:TaskDefinition', 'containerDefinitions'] },
    in: (stopTimeout) => ({ stopTimeout }),
  },
  cpu: {
    ...{ value: 1024, at: ['aws:ecs/taskDefinition:TaskDefinition', 'cpu'] },
    in: (cpu) => ({ compute: Compute.fargate({ cpu, memoryLimitMiB: 8192 }) }),
  },
  memoryLimitMiB: {
    ...{ value: 2048, at: ['aws:ecs/taskDefinition:TaskDefinition', 'memory'] },
    in: (memoryLimitMiB) => ({ compute: Compute.fargate({ memoryLimitMiB }) }),
  },
  desiredCount: {
    ...{ value: 5, at: ['aws:ecs/service:Service', 'desiredCount'] },
    in: (desiredCount) => ({ scaling: Scaling.fixed(desiredCount) }),
  },
};

type InPlace = (value: pulumi.Output<number>) => Parameters<typeof proxy>[0];

describe('A number that is an output', () => {
  for (const [name, { value, at, in: args }] of Object.entries(NUMBERS)) {
    test(`${name} is planned with in a preview, and is itself after`, async () => {
      const [type, input] = at;
      const planned = await record(() => proxy(args(unknown())), { preview: true });
      assert.ok(pulumi.isUnknown(inputsOf(planned, type)[input]));
      const made = await record(() => proxy(args(pulumi.output(value))));
      const text = String(inputsOf(made, type)[input]);
      if (input === 'containerDefinitions') assert.match(text, new RegExp(`"${name}":${value}\\b`));
      else assert.equal(text, String(value));
    });
  }
});

function names(resources: readonly { readonly type: string; readonly name: string }[]): readonly string[] {
  return resources.map(({ type, name }) => `${type} ${name}`).toSorted();
}
