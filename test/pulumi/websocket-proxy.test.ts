import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Compute, LoadBalancing, Scaling } from 'websocket-proxy-constructs/pulumi';
import * as pulumi from '@pulumi/pulumi';
import type { WebSocketProxyArgs } from 'websocket-proxy-constructs/pulumi';
import { containerOf, inputsOf, proxy, record, type Recording, valueOf } from './fixture.ts';

const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const LOAD_BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const SERVICE = 'aws:ecs/service:Service';
const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/1';

function run(args: Partial<WebSocketProxyArgs> = {}): Promise<Recording> {
  return record(() => proxy(args));
}

/** Who may connect to the load balancer, by rule. */
function clients(recording: Recording): unknown {
  const rules = recording.resources.filter(({ type, inputs }) => type === INGRESS && inputs['toPort'] === 80);
  return Object.fromEntries(
    rules.map(({ name, inputs }) => {
      const { securityGroupId, ipProtocol, fromPort, toPort, description, ...source } = inputs;
      assert.deepEqual(
        [securityGroupId, ipProtocol, fromPort, toPort, description],
        ['chat-load-balancer-sg-id', 'tcp', 80, 80, 'Clients by HTTP'],
      );
      return [name, source];
    }),
  );
}

const SUBNET = 'aws:ec2/getSubnet:getSubnet';

describe('The load balancer', () => {
  test('is in the public subnets, the tasks in the private ones', async () => {
    const recording = await run();
    const { subnets, internal } = inputsOf(recording, LOAD_BALANCER);
    assert.deepEqual([subnets, internal], [['subnet-1', 'subnet-2'], false]);
    assert.deepEqual(inputsOf(recording, SERVICE)['networkConfiguration'], {
      subnets: ['subnet-3', 'subnet-4'],
      securityGroups: ['chat-tasks-sg-id'],
      assignPublicIp: false,
    });
    assert.deepEqual(recording.calls, [SUBNET, SUBNET]);
  });

  test('is in the first public subnet of each zone', async () => {
    const subnet = (zone: string): { availabilityZone: string; ipv6CidrBlock: string } => ({
      availabilityZone: `eu-central-1${zone}`,
      ipv6CidrBlock: '',
    });
    const subnets = { 'subnet-1': subnet('a'), 'subnet-2': subnet('a'), 'subnet-3': subnet('b') };
    const publicSubnetIds = ['subnet-1', pulumi.output('subnet-2'), 'subnet-3'];
    const recording = await record(() => proxy({ publicSubnetIds }), { subnets });
    assert.deepEqual(inputsOf(recording, LOAD_BALANCER)['subnets'], ['subnet-1', 'subnet-3']);
  });

  test('is internal, in the private subnets, for the addresses of the VPC', async () => {
    const recording = await run({
      loadBalancing: LoadBalancing.application({ internetFacing: false }),
      publicSubnetIds: undefined,
    });
    const { subnets, internal } = inputsOf(recording, LOAD_BALANCER);
    assert.deepEqual([subnets, internal], [['subnet-3', 'subnet-4'], true]);
    assert.deepEqual(recording.calls, ['aws:ec2/getVpc:getVpc', SUBNET, SUBNET]);
    assert.deepEqual(clients(recording), { 'chat-http-from-vpc': { cidrIpv4: '10.0.0.0/16' } });
    assert.deepEqual(recording.warnings, []);
  });

  test('is where it is told to be, and so are the tasks', async () => {
    const recording = await run({
      publicSubnetIds: undefined,
      privateSubnetIds: undefined,
      loadBalancing: LoadBalancing.application({ subnetIds: pulumi.output(['subnet-5', 'subnet-6']) }),
      compute: Compute.fargate({ subnetIds: ['subnet-7'] }),
    });
    assert.deepEqual(inputsOf(recording, LOAD_BALANCER)['subnets'], ['subnet-5', 'subnet-6']);
    assert.deepEqual((inputsOf(recording, SERVICE)['networkConfiguration'] as { subnets: unknown }).subnets, [
      'subnet-7',
    ]);
  });

  test('shares the public subnets with tasks that have public addresses', async () => {
    const recording = await run({ compute: Compute.fargate({ assignPublicIp: true }), privateSubnetIds: undefined });
    assert.deepEqual(inputsOf(recording, SERVICE)['networkConfiguration'], {
      subnets: ['subnet-1', 'subnet-2'],
      securityGroups: ['chat-tasks-sg-id'],
      assignPublicIp: true,
    });
  });

  test('lets in whom it is told to, by rules with names that others do not change', async () => {
    const allowFrom = ['192.0.2.0/24', '2001:db8::/32', 'pl-0123', 'sg-0123', '0.0.0.0/0', '::/0', '192.0.2.0/24'];
    assert.deepEqual(clients(await run({ loadBalancing: LoadBalancing.application({ allowFrom }) })), {
      'chat-http-from-192-0-2-0-24': { cidrIpv4: '192.0.2.0/24' },
      'chat-http-from-2001-db8---32': { cidrIpv6: '2001:db8::/32' },
      'chat-http-from-pl-0123': { prefixListId: 'pl-0123' },
      'chat-http-from-sg-0123': { referencedSecurityGroupId: 'sg-0123' },
      'chat-http-from-any-ipv4': { cidrIpv4: '0.0.0.0/0' },
      'chat-http-from-any-ipv6': { cidrIpv6: '::/0' },
    });
  });

  test('lets in whom only the deployment knows', async () => {
    const allowFrom = [pulumi.output('192.0.2.0/24'), pulumi.output('sg-0123')];
    assert.deepEqual(clients(await run({ loadBalancing: LoadBalancing.application({ allowFrom }) })), {
      'chat-http-from-client-0': { cidrIpv4: '192.0.2.0/24' },
      'chat-http-from-client-1': { referencedSecurityGroupId: 'sg-0123' },
    });
  });

  test('lets in nobody with an empty list', async () => {
    assert.deepEqual(clients(await run({ loadBalancing: LoadBalancing.application({ allowFrom: [] }) })), {});
  });

  test('takes times in nginx’s syntax and in seconds, plain and as outputs', async () => {
    const recording = await run({
      idleTimeout: '15m',
      loadBalancing: LoadBalancing.application({ clientKeepAlive: 86_400 }),
      deregistrationDelay: pulumi.output('1m30s'),
      stopTimeout: Promise.resolve(30),
    });
    const { idleTimeout, clientKeepAlive } = inputsOf(recording, LOAD_BALANCER);
    const { deregistrationDelay } = inputsOf(recording, 'aws:lb/targetGroup:TargetGroup');
    assert.deepEqual([idleTimeout, clientKeepAlive, deregistrationDelay], [900, 86_400, 90]);
    assert.equal(containerOf(recording)['stopTimeout'], 30);
  });

  test('takes an output of nothing for nothing', async () => {
    const recording = await run({
      idleTimeout: pulumi.output(undefined),
      compute: Compute.fargate({ cpu: pulumi.output(undefined) }),
    });
    assert.equal(inputsOf(recording, LOAD_BALANCER)['idleTimeout'], 3600);
    assert.equal(inputsOf(recording, 'aws:ecs/taskDefinition:TaskDefinition')['cpu'], '256');
  });
});

describe('What is given', () => {
  test('is used, and rules are added to it', async () => {
    const { resources, ...recording } = await run({
      clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shared',
      loadBalancing: LoadBalancing.application({ securityGroupId: pulumi.output('sg-front') }),
      compute: Compute.fargate({ securityGroupIds: ['sg-tasks'] }),
      logGroup: { name: 'shared', arn: pulumi.output('arn:aws:logs:eu-west-1:123456789012:log-group:shared:*') },
    });
    const made = resources.filter(({ type }) => /:(SecurityGroup|Cluster|LogGroup)$/.test(type));
    assert.deepEqual(made, []);
    const all = { resources, ...recording };
    const { options } = containerOf(all)['logConfiguration'] as { readonly options: Record<string, unknown> };
    assert.deepEqual([options['awslogs-group'], options['awslogs-region']], ['shared', 'eu-west-1']);
    const { Statement } = JSON.parse(String(inputsOf(all, 'aws:iam/rolePolicy:RolePolicy')['policy'])) as {
      readonly Statement: readonly { readonly Resource: string }[];
    };
    assert.equal(Statement[0]?.Resource, 'arn:aws:logs:eu-west-1:123456789012:log-group:shared:*');
    const rules = resources
      .filter(({ type }) => type.startsWith('aws:vpc/'))
      .map(
        ({ name, inputs }) =>
          `${name}: ${String(inputs['securityGroupId'])} ${String(inputs['referencedSecurityGroupId'])}`,
      );
    assert.deepEqual(rules.toSorted(), [
      'chat-http-from-any-ipv4: sg-front undefined',
      'chat-to-health-in-sg-tasks: sg-tasks sg-front',
      'chat-to-health-out-sg-tasks: sg-front sg-tasks',
      'chat-to-proxy-in-sg-tasks: sg-tasks sg-front',
      'chat-to-proxy-out-sg-tasks: sg-front sg-tasks',
    ]);
  });
});

describe('WebSocketProxy warns', () => {
  const cases: readonly (readonly [string, Partial<WebSocketProxyArgs>, readonly string[]])[] = [
    ['of nothing with a certificate', {}, []],
    [
      'of clear text over the internet',
      { certificateArn: undefined },
      [
        'clients send and receive everything in clear text over the internet; give a certificateArn, or LoadBalancing.application({ internetFacing: false })',
      ],
    ],
    [
      'of a single task',
      { scaling: Scaling.fixed(pulumi.output(1)) },
      ['with desiredCount 1 nothing is served while a failed task is replaced; use 2 or more'],
    ],
    [
      'of tasks that reach nothing',
      { compute: Compute.fargate({ subnetIds: ['subnet-2'] }) },
      [
        'the tasks are in public subnets without public addresses, so they reach no image registry and no CloudWatch Logs unless VPC endpoints lead there; use Compute.fargate({ assignPublicIp: true }), or subnetIds with a NAT gateway',
      ],
    ],
  ];
  for (const [name, args, warnings] of cases) {
    test(name, async () => {
      const recording = await run({ certificateArn: CERTIFICATE, ...args });
      assert.deepEqual(recording.warnings, warnings);
    });
  }
});

test('A user’s own mocks need no outputs', async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => ({ id: `${name}_id`, state: inputs as object }),
    call: ({ inputs }) => inputs as object,
  });
  const { service } = proxy({ certificateArn: CERTIFICATE });
  assert.equal(await valueOf(service.desiredCount), 2);
});
