import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import * as cdk from 'websocket-proxy-constructs/cdk';
import {
  Backend,
  Compute,
  LoadBalancing,
  PlanError,
  RuntimeImage,
  WebSocketProxy,
} from 'websocket-proxy-constructs/pulumi';
import { configOf, inputsOf, proxy, record } from './fixture.ts';

/** What callers without types may give. */
type Untyped = Readonly<Record<string, unknown>>;

const IMAGE =
  "but takes a RuntimeImage; use RuntimeImage.fromRegistry() or RuntimeImage.fromEcrRepository() with a copy of the proxy's own image, RuntimeImage.onNodeImage(), the default, or RuntimeImage.fromDockerBuild()";

const untypedBackend = Backend as unknown as Record<'service' | 'url', (...args: unknown[]) => Backend>;
const untypedImage = RuntimeImage as unknown as Record<
  'fromRegistry' | 'fromEcrRepository',
  (...args: unknown[]) => RuntimeImage
>;

function service(...args: unknown[]): Untyped {
  return { backends: { '/': untypedBackend.service(...args) } };
}

/** What is wrong in arguments, and what is said about it. */
const REFUSED: readonly (readonly [Untyped | (() => Untyped), string])[] = [
  [{ idleTimout: '1m' }, 'there is no argument idleTimout; use idleTimeout'],
  [{ certificate: 'arn:' }, 'there is no argument certificate; use certificateArn'],
  [{ vpc: {} }, 'there is no argument vpc; use vpcId'],
  [{ memoryLimitMiB: 512 }, 'there is no argument memoryLimitMiB; use Compute.fargate({ memoryLimitMiB })'],
  [{ memory: 512 }, 'memory is Compute.fargate({ memoryLimitMiB }) now; give it as compute'],
  [
    { internal: false },
    'internal is LoadBalancing.application({ internetFacing }) now, which is its opposite; give it as loadBalancing',
  ],
  [
    { publicLoadBalancer: false },
    'there is no argument publicLoadBalancer; use LoadBalancing.application({ internetFacing })',
  ],
  [{ loadBalancer: {} }, 'there is no argument loadBalancer; use loadBalancing'],
  [
    { compute: Compute.fargate({ circuitBreaker: { rolback: true } as never }) },
    'there is no key compute.circuitBreaker.rolback; use rollback',
  ],
  [{ transform: { loadbalancer: {} } }, 'there is no key transform.loadbalancer; use loadBalancer'],
  [
    { transform: { service: 5 } },
    "transform.service is the number 5, but takes a child's arguments, or a function that changes them; use (args, opts) => { … }",
  ],
  [{ vpcId: undefined }, 'vpcId is missing, where the load balancer and the tasks go; give the id of a VPC'],
  [() => ({ vpcId: new aws.ec2.Vpc('vpc') }), 'vpcId is a Vpc, but takes the id of a VPC; use its id'],
  [
    () => ({ clusterArn: new aws.ecs.Cluster('cluster') }),
    'clusterArn is a Cluster, but takes the ARN of an ECS cluster; use its arn',
  ],
  [
    () => ({ loadBalancing: LoadBalancing.application({ allowFrom: [new aws.ec2.SecurityGroup('office') as never] }) }),
    'loadBalancing.allowFrom[0] is a SecurityGroup, but takes an address range, prefix list or security group; use its id',
  ],
  [
    { publicSubnetIds: 'subnet-1' },
    "publicSubnetIds is 'subnet-1', but takes a list, each item the id of a subnet; use ['subnet-1']",
  ],
  [{ privateSubnetIds: ['subnet-1', null] }, 'privateSubnetIds[1] is null, but takes the id of a subnet; leave it out'],
  [
    { stopTimeout: {} },
    "stopTimeout is an empty object, but takes seconds, or nginx's syntax; use 900, '900s', '15m' or '1h30m'",
  ],
  [{ image: 'nginx:latest' }, `image is 'nginx:latest', ${IMAGE}`],
  [
    { image: cdk.RuntimeImage.onNodeImage() },
    'image is a RuntimeImage, but takes one of websocket-proxy-constructs/pulumi; import it from there',
  ],
  [
    { backends: { '/': cdk.Backend.url('http://legacy.internal') } },
    "backends['/'] is a Backend, but takes one of websocket-proxy-constructs/pulumi; import it from there",
  ],
  [
    { image: untypedImage.fromRegistry() },
    "the uri of RuntimeImage.fromRegistry() is undefined, but takes an image's name; use 'REGISTRY/NAME:TAG'",
  ],
  [
    { image: untypedImage.fromEcrRepository('wsproxy') },
    "the repository of RuntimeImage.fromEcrRepository() is 'wsproxy', but takes a repository in Amazon ECR; use an aws.ecr.Repository, or { arn, repositoryUrl }",
  ],
  [service(), "backends['/']: name is undefined, but takes the name of a service; use 'chat'"],
  [service('chat', 8080), "backends['/']: args is the number 8080, but takes an object; use { port: 8080 }"],
  [service('chat', { port: '8080' }), "backends['/']: args.port is '8080', but takes whole numbers; use 8080"],
  [
    service('chat', { port: 80, securityGroup: 'sg-1' }),
    "backends['/']: there is no key args.securityGroup; use securityGroupId",
  ],
  [
    service('chat', {}),
    "backends['/']: args.port is missing, to which requests go; give the one that its containers listen on",
  ],
  [
    { backends: { '/': untypedBackend.url('http://legacy.internal', '30s') } },
    "backends['/']: directives is '30s', but takes an object of nginx's directives; use { proxyReadTimeout: '30s' }",
  ],
  [
    { backends: { '/': untypedBackend.url() } },
    "backends['/']: url is undefined, but takes the text of a URL; use 'http://host:port'",
  ],
  [{ logGroup: 'chat' }, "logGroup is 'chat', but takes an object; use { name, arn }"],
  [{ logGroup: { name: 'chat' } }, 'logGroup.arn is missing, by which tasks may write to it; give { name, arn }'],
  [{ tags: { port: 80 } }, "tags['port'] is the number 80, but takes text; use '80'"],
  [
    { backends: pulumi.output({}) },
    'backends is an output, but it decides which resources there are; give it a plain value',
  ],
  [
    { image: Promise.resolve(1) },
    'image is an output, but it decides which resources there are; give it a plain value',
  ],
];

describe('WebSocketProxy refuses in arguments', () => {
  for (const [args, message] of REFUSED) {
    test(message, async () => {
      await record(() => {
        assert.throws(() => proxy(typeof args === 'function' ? args() : args), { message: `chat: ${message}` });
      });
    });
  }

  for (const args of [undefined, null, {}]) {
    test(`no arguments: ${JSON.stringify(args)}`, async () => {
      await record(() => {
        assert.throws(
          () => new WebSocketProxy('chat', args as never),
          (error) => error instanceof PlanError && error.message.startsWith('chat: vpcId is missing, '),
        );
      });
    });
  }
});

describe('WebSocketProxy takes what is meant', () => {
  test('a backend as its URL, and as an output of it', async () => {
    const backends = { '/a/': 'http://a.internal', '/b/': pulumi.output('http://b.internal:81') };
    const recording = await record(() => proxy({ backends } as Untyped));
    assert.deepEqual(
      Object.values(configOf(recording).upstreams ?? {}).map(({ servers }) => servers[0]?.address),
      ['a.internal:80', 'b.internal:81'],
    );
  });

  test('resources where their outputs are what counts, and an unknown argument that is undefined', async () => {
    const recording = await record(() => {
      const logGroup = new aws.cloudwatch.LogGroup('given');
      return proxy({
        logGroup,
        image: RuntimeImage.fromEcrRepository(new aws.ecr.Repository('given'), '1.0.0'),
        vpc: undefined,
      } as Untyped);
    });
    assert.match(JSON.stringify(inputsOf(recording, 'aws:ecs/taskDefinition:TaskDefinition')), /given-0123456/);
  });

  for (const preview of [false, true]) {
    test(`outputs, promises and secrets${preview ? ', unknown in a preview' : ''}`, async () => {
      const { resources, result } = await record(
        () => {
          const { id } = new aws.ec2.Vpc('vpc');
          return proxy({
            vpcId: id,
            publicSubnetIds: pulumi.all([id, 'subnet-2']),
            privateSubnetIds: [id, Promise.resolve('subnet-4')],
            certificateArn: pulumi.secret('arn:aws:acm:eu-central-1:123456789012:certificate/1'),
            loadBalancing: LoadBalancing.application({
              sslPolicy: pulumi.output('ELBSecurityPolicy-TLS13-1-3-2021-06'),
              allowFrom: [pulumi.output('192.0.2.0/24')],
              deletionProtection: pulumi.output(true),
            }),
            idleTimeout: Promise.resolve('15m'),
            compute: Compute.fargate({
              cpu: pulumi.output(512),
              circuitBreaker: pulumi.output({ enable: true, rollback: true }),
              waitForSteadyState: Promise.resolve(false),
            }),
            logRetentionInDays: pulumi.output(7),
            tags: { team: pulumi.output('chat') },
            backends: {
              '/': Backend.service('room', { port: pulumi.output(80), securityGroupId: pulumi.secret('sg-1') }),
            },
          });
        },
        { preview },
      );
      assert.ok(WebSocketProxy.isInstance(result));
      assert.ok(resources.some(({ type }) => type === 'aws:ecs/service:Service'));
    });
  }
});
