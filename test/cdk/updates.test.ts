import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  Backend,
  Compute,
  LoadBalancing,
  RuntimeImage,
  Scaling,
  WebSocketProxy,
  type WebSocketProxyProps,
} from 'websocket-proxy-constructs/cdk';
import { updateProblems } from '../support/update-simulation.ts';
import { chatService } from './fixture.ts';

type Props = Partial<WebSocketProxyProps>;

/** What a proxy is changed to and back, by the first prop that it is about. */
const SHAPES: Readonly<Record<string, (stack: Stack, vpc: ec2.IVpc) => Props>> = {
  defaults: () => ({}),
  'publicLoadBalancer: false': () => ({ loadBalancing: LoadBalancing.application({ internetFacing: false }) }),
  'publicLoadBalancer: false, with a certificate': (stack) => ({
    loadBalancing: LoadBalancing.application({ internetFacing: false }),
    ...certificate(stack),
  }),
  certificate: (stack) => certificate(stack),
  'another certificate': (stack) => certificate(stack, '2'),
  'redirectHttp: false': (stack) => ({
    ...certificate(stack),
    loadBalancing: LoadBalancing.application({ redirectHttp: false }),
  }),
  sslPolicy: (stack) => ({
    ...certificate(stack),
    loadBalancing: LoadBalancing.application({ sslPolicy: elbv2.SslPolicy.TLS13_13 }),
  }),
  ipAddressType: () => ({
    loadBalancing: LoadBalancing.application({ ipAddressType: elbv2.IpAddressType.DUAL_STACK }),
  }),
  'ipAddressType, internal': () => ({
    loadBalancing: LoadBalancing.application({ ipAddressType: elbv2.IpAddressType.DUAL_STACK, internetFacing: false }),
  }),
  allowFrom: () => ({
    loadBalancing: LoadBalancing.application({ allowFrom: [ec2.Peer.ipv4('192.0.2.0/24'), ec2.Peer.anyIpv4()] }),
  }),
  'allowFrom nobody': () => ({ loadBalancing: LoadBalancing.application({ allowFrom: [] }) }),
  'allowFrom a prefix list, with a certificate': (stack) => ({
    ...certificate(stack),
    loadBalancing: LoadBalancing.application({ allowFrom: [ec2.Peer.prefixList('pl-1')] }),
  }),
  'allowFrom a prefix list': () => ({
    loadBalancing: LoadBalancing.application({ allowFrom: [ec2.Peer.prefixList('pl-1')] }),
  }),
  'allowFrom 40 ranges, with a certificate': (stack) => ({
    ...certificate(stack),
    loadBalancing: LoadBalancing.application({
      allowFrom: Array.from({ length: 40 }, (_, index) => ec2.Peer.ipv4(`192.0.${index}.0/24`)),
    }),
  }),
  loadBalancerSubnets: () => ({
    loadBalancing: LoadBalancing.application({ vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }),
  }),
  loadBalancerSecurityGroup: (stack, vpc) => ({
    loadBalancing: LoadBalancing.application({ securityGroup: new ec2.SecurityGroup(stack, 'Lb', { vpc }) }),
  }),
  'loadBalancerSecurityGroup, imported': (stack) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'ImportedLb', 'sg-1', {
        allowAllOutbound: false,
      }),
    }),
  }),
  'loadBalancerSecurityGroup, imported, with a certificate': (stack) => ({
    ...certificate(stack),
    loadBalancing: LoadBalancing.application({
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'ImportedLb', 'sg-1', {
        allowAllOutbound: false,
      }),
    }),
  }),
  taskSecurityGroups: (stack) => ({
    compute: Compute.fargate({
      securityGroups: ['sg-2', 'sg-3'].map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id)),
    }),
  }),
  'taskSecurityGroups, the other way round': (stack) => ({
    compute: Compute.fargate({
      securityGroups: ['sg-3', 'sg-2'].map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id)),
    }),
  }),
  'one of taskSecurityGroups': (stack) => ({
    compute: Compute.fargate({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'sg-3', 'sg-3')] }),
  }),
  taskSubnets: () => ({
    compute: Compute.fargate({ vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, assignPublicIp: true }),
  }),
  cluster: (stack, vpc) => ({
    cluster: ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'shared', vpc }),
  }),
  logGroup: (stack) => ({ logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'shared') }),
  logRetention: () => ({ logRetention: logs.RetentionDays.ONE_DAY }),
  cpu: () => ({ compute: Compute.fargate({ cpu: 1024 }) }),
  cpuArchitecture: () => ({ compute: Compute.fargate({ cpuArchitecture: ecs.CpuArchitecture.ARM64 }) }),
  image: () => ({ image: RuntimeImage.fromRegistry('registry.example.com/wsproxy:2') }),
  enableExecuteCommand: () => ({ compute: Compute.fargate({ enableExecuteCommand: true }) }),
  capacity: () => ({ capacity: { tunnels: 200_000 } }),
  'desiredCount: 5': () => ({ scaling: Scaling.fixed(5) }),
  circuitBreaker: () => ({ compute: Compute.fargate({ circuitBreaker: { enable: false } }) }),
  deletionProtection: () => ({ loadBalancing: LoadBalancing.application({ deletionProtection: true }) }),
  times: () => ({
    idleTimeout: Duration.minutes(2),
    deregistrationDelay: Duration.minutes(1),
    stopTimeout: Duration.seconds(30),
  }),
  'a service': (stack, vpc) => {
    const cluster = new ecs.Cluster(stack, 'Backends', { vpc });
    return { backends: { '/': Backend.service(chatService(stack, cluster), 8080) } };
  },
};

/** What CloudFormation can't do, whatever the template. */
const IMPOSSIBLE = (before: string, after: string): boolean => before === 'deletionProtection' && isInternal(after);

function isInternal(name: string): boolean {
  return name.includes('internal') || name.includes('publicLoadBalancer: false');
}

function certificate(stack: Stack, id = '1'): Props {
  const arn = `arn:aws:acm:eu-central-1:123456789012:certificate/${id}`;
  return { certificate: acm.Certificate.fromCertificateArn(stack, `Certificate${id}`, arn) };
}

function template(shape: keyof typeof SHAPES): object {
  const stack = new Stack(new App(), 'Chat');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    publicSubnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
    privateSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
  });
  new WebSocketProxy(stack, 'Proxy', {
    vpc,
    image: RuntimeImage.fromRegistry('registry.example.com/wsproxy:1'),
    backends: { '/': Backend.url('http://legacy.internal') },
    ...SHAPES[shape]?.(stack, vpc),
  });
  return Template.fromStack(stack).toJSON();
}

describe('CloudFormation can update a proxy', () => {
  const templates = new Map(Object.keys(SHAPES).map((name) => [name, template(name)]));
  for (const [before, old] of templates) {
    test(`from ${before} to all others`, () => {
      for (const [after, current] of templates) {
        const problems = updateProblems(old, current);
        if (IMPOSSIBLE(before, after)) assert.notDeepEqual(problems, [], `${before} -> ${after}`);
        else assert.deepEqual(problems, [], `${before} -> ${after}`);
      }
    });
  }

  test('but to no other VPC, which no load balancer can move to', () => {
    const inVpc = (id: string): object => {
      const stack = new Stack(new App(), 'Chat');
      const vpc = new ec2.Vpc(stack, id, { maxAzs: 2 });
      new WebSocketProxy(stack, 'Proxy', {
        vpc,
        image: RuntimeImage.fromRegistry('registry.example.com/wsproxy:1'),
        backends: { '/': Backend.url('http://legacy.internal') },
      });
      const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, object> };
      return { Resources: Object.fromEntries(Object.entries(Resources).filter(([name]) => name.startsWith('Proxy'))) };
    };
    assert.deepEqual(updateProblems(inVpc('One'), inVpc('Two')), [
      'ProxyLoadBalancer296BF129 would have to move to another VPC',
    ]);
  });
});
