import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  LoadBalancing,
  PlanError,
  Scaling,
  type WebSocketProxyArgs,
} from 'websocket-proxy-constructs/pulumi';
import { proxy, record } from './fixture.ts';

type Args = Partial<WebSocketProxyArgs>;

/** Every way to go wrong in plain arguments, with what is said about it. */
const CASES: Readonly<Record<string, { readonly args: Args; readonly message: string }>> = {
  "an idle timeout out of the load balancer's range": {
    args: { idleTimeout: 4001 },
    message:
      'idleTimeout is 4001 s, but an Application Load Balancer allows 1 to 4000 s; stay within it and let either side ping in time, which keeps a socket open for as long as you like',
  },
  'a time that can’t be read': {
    args: { idleTimeout: '15 minuts' },
    message: `idleTimeout is '15 minuts', but takes seconds, or nginx's syntax; use 900, '900s', '15m' or '1h30m'`,
  },
  'a time that is no whole number of seconds': {
    args: { stopTimeout: '2500ms' },
    message: "stopTimeout is 2500 ms, but AWS takes whole seconds; use '3s'",
  },
  'a number of seconds that is no whole one': {
    args: { stopTimeout: 2.5 },
    message: 'stopTimeout is 2.5 s, but Fargate takes whole numbers; use 3 s',
  },
  'a stop timeout beyond Fargate’s': {
    args: { stopTimeout: '5m' },
    message:
      'stopTimeout is 300 s, but Fargate allows 2 to 120 s; use deregistrationDelay, which may be up to 3600 s, to give open sockets longer',
  },
  'a number in quotes': {
    args: { compute: Compute.fargate({ cpu: '256' as unknown as number }) },
    message: "compute.cpu is '256', but takes whole numbers; use 256",
  },
  'a size Fargate does not have': {
    args: { compute: Compute.fargate({ cpu: 256, memoryLimitMiB: 4096 }) },
    message:
      'compute.memoryLimitMiB is 4096, but Fargate allows 512, 1024, 2048 MiB with cpu 256; use cpu 512 for 4096 MiB',
  },
  'a capacity that is an output': {
    args: { capacity: pulumi.output({ tunnels: 10 }) as unknown as { tunnels: number } },
    message: 'capacity is an output, but other numbers follow from it; give it a plain value',
  },
  'a number of a capacity that is an output': {
    args: { capacity: { tunnels: pulumi.output(10) as unknown as number } },
    message: 'capacity.tunnels is an output, but other numbers follow from it; give it a plain value',
  },
  'a plain number next to one that is known later': {
    args: { idleTimeout: pulumi.output(60), scaling: Scaling.fixed(-1) },
    message: 'scaling.desiredCount is -1, but an ECS service allows 0 to 5000; use a second proxy beyond that',
  },
  'fewer than two subnets for the load balancer': {
    args: { publicSubnetIds: ['subnet-1'] },
    message:
      'publicSubnetIds has 1 subnet, but an Application Load Balancer needs two, in two Availability Zones; add one of another zone',
  },
  'the same subnet twice': {
    args: {
      loadBalancing: LoadBalancing.application({ internetFacing: false, allowFrom: [] }),
      privateSubnetIds: ['subnet-1', 'subnet-1'],
    },
    message:
      'privateSubnetIds has 1 subnet, but an Application Load Balancer needs two, in two Availability Zones; add one of another zone',
  },
  'no subnets for the tasks': {
    args: { compute: Compute.fargate({ subnetIds: [] }) },
    message:
      'compute.subnetIds has 0 subnets, but a task needs one; add some, in two Availability Zones for the sake of availability',
  },
  'subnets of the kind it does not use': {
    args: { publicSubnetIds: undefined },
    message:
      'publicSubnetIds is missing, where the load balancer would go; give it, or LoadBalancing.application({ internetFacing: false }) with privateSubnetIds',
  },
  'an SSL policy without a certificate': {
    args: { loadBalancing: LoadBalancing.application({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' }) },
    message:
      'loadBalancing.sslPolicy is given, but without a certificate there is no HTTPS listener; give certificateArn too',
  },
  'what is no certificate': {
    args: { certificateArn: 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1' },
    message:
      "certificateArn is 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1', but a load balancer takes the ARN of a certificate in ACM or IAM; give one like 'arn:aws:acm:REGION:ACCOUNT:certificate/ID'",
  },
  'a redirect without a certificate': {
    args: { loadBalancing: LoadBalancing.application({ redirectHttp: true }) },
    message:
      'loadBalancing.redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificateArn too',
  },
  'a retention for a log group that is given': {
    args: {
      logGroup: { name: 'logs', arn: 'arn:aws:logs:eu-central-1:123456789012:log-group:logs' },
      logRetentionInDays: 1,
    },
    message: "logRetentionInDays is for the proxy's own log group, but logGroup is given; set the retention there",
  },
  'a CPU architecture Fargate does not have': {
    args: { compute: Compute.fargate({ cpuArchitecture: 'RISCV' as 'ARM64' }) },
    message: "compute.cpuArchitecture is 'RISCV', but Fargate allows X86_64 and ARM64; use one of these",
  },
  'an address type that is none': {
    args: { loadBalancing: LoadBalancing.application({ ipAddressType: 'ipv6' as 'ipv4' }) },
    message:
      "loadBalancing.ipAddressType is 'ipv6', but an Application Load Balancer allows ipv4, dualstack and dualstack-without-public-ipv4; use ipv4",
  },
  'an address type that is for the internet only': {
    args: {
      loadBalancing: LoadBalancing.application({
        internetFacing: false,
        ipAddressType: 'dualstack-without-public-ipv4',
      }),
    },
    message:
      'loadBalancing.ipAddressType is dualstack-without-public-ipv4, but an Application Load Balancer allows that to the internet only; use dualstack, or internetFacing: true',
  },
  'clients that are no addresses': {
    args: { loadBalancing: LoadBalancing.application({ allowFrom: ['192.0.2.0/24', 'office'] }) },
    message:
      "loadBalancing.allowFrom[1] is 'office', which is no address range, prefix list or security group; write '192.0.2.0/24', '2001:db8::/32', 'pl-…' or 'sg-…'",
  },
  'an output for what decides which resources there are': {
    args: { loadBalancing: LoadBalancing.application({ internetFacing: pulumi.output(true) as unknown as boolean }) },
    message:
      'loadBalancing.internetFacing is an output, but it decides which resources there are; give it a plain value',
  },
  'no backend': {
    args: { backends: {} },
    message: "has no backend; give it backends: { '/': Backend.url('http://host:port') }",
  },
  'a location that is none': {
    args: { backends: { chat: Backend.url('http://legacy.internal') } },
    message:
      "backends['chat'] is no location; write a path that starts with /, with nginx's modifier if any: '/chat/', '= /exact', '~ ^/re'",
  },
  'a location without a backend': {
    args: { backends: { '/': undefined as unknown as Backend } },
    message: "backends['/'] is undefined, but takes a Backend; use Backend.service() or Backend.url()",
  },
  'a URL that a backend can’t have': {
    args: { backends: { '/': Backend.url('http://legacy/?a=1') } },
    message:
      "backends['/']: the backend URL 'http://legacy/?a=1' has a query, but a request's own is passed on; leave it out",
  },
  'a path for a location that can’t have one': {
    args: { backends: { '~ ^/re': Backend.url('http://legacy/path/') } },
    message: `backends['~ ^/re'] "http://backend/path/" has a URI part, which a location by regular expression can't have; leave it out`,
  },
  'a port that TCP does not have': {
    args: { backends: { '/': Backend.service('room', { port: 0, dnsName: pulumi.output('room.internal') }) } },
    message:
      "backends['/']: the port of the service 'room' is 0, but TCP allows 1 to 65535; use the port that its containers listen on",
  },
  'two services with one name': {
    args: {
      backends: { '/a/': Backend.service('room', { port: 80 }), '/b/': Backend.service('room', { port: 81 }) },
    },
    message:
      "backends['/a/']: another backend is called 'room' too; give each service a name of its own, or several locations the same Backend",
  },
  'a DNS name that is none': {
    args: { backends: { '/': Backend.service('room', { port: 80, dnsName: 'http://room.internal' }) } },
    message:
      "backends['/']: the dnsName of the service 'room' is 'http://room.internal', which is no host name; use the Cloud Map service's and its namespace's: 'chat.internal'",
  },
};

describe('WebSocketProxy refuses', () => {
  for (const [name, { args, message }] of Object.entries(CASES)) {
    test(name, async () => {
      const made: string[] = [];
      const transformations = [
        ({ type }: pulumi.ResourceTransformationArgs) => {
          made.push(type);
          return undefined;
        },
      ];
      await assert.rejects(
        record(() => proxy(args, 'chat', { transformations })),
        (error) => {
          assert.ok(error instanceof PlanError);
          assert.ok(pulumi.ResourceError.isInstance(error) && error.hideStack === true);
          assert.equal(error.name, 'PlanError');
          assert.equal(error.message, `chat: ${message}`);
          return true;
        },
      );
      assert.deepEqual(made, ['websocket-proxy-constructs:index:WebSocketProxy']);
    });
  }

  for (const [name, message] of Object.entries({
    'my proxy': /^my proxy: the name 'my proxy' is also that of an ECS cluster, which allows .*; use 'my-proxy'$/,
    ['x'.repeat(42)]: /: the name has 42 characters, but .* it may have 41; use a shorter one$/,
    'sg-chat': /^sg-chat: the name 'sg-chat' would give security groups names that begin with sg-, which AWS forbids/,
  })) {
    test(`the name ${name}`, async () => {
      await record(() => {
        assert.throws(() => proxy({}, name), { name: 'PlanError', message });
      });
    });
  }

  test('to give a registry that it did not make', async () => {
    const { result } = await record(() => proxy());
    assert.throws(() => result.registry(Backend.url('http://legacy.internal')), {
      name: 'PlanError',
      message:
        'chat: registry() is for a Backend.service() without dnsName that is among the backends, and this one is not; use a backend of this proxy',
    });
  });
});
