import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  Backend,
  Compute,
  LoadBalancing,
  WebSocketProxy,
  type WebSocketProxyProps,
} from 'websocket-proxy-constructs/cdk';
import { dependencyCycles } from '../support/dependency-cycles.ts';
import { chatService, legacy } from './fixture.ts';

const env = { account: '123456789012', region: 'eu-central-1' };

type Props = Partial<WebSocketProxyProps>;

/** What may be given to a proxy, made in a scope with a VPC. */
const GIVEN: Readonly<Record<string, (scope: Construct, vpc: ec2.IVpc, proxy: Construct) => Props>> = {
  vpc: () => ({}),
  cluster: (scope, vpc) => ({ cluster: new ecs.Cluster(scope, 'Cluster', { vpc }) }),
  loadBalancerSecurityGroup: (scope, vpc) => ({
    loadBalancing: LoadBalancing.application({ securityGroup: new ec2.SecurityGroup(scope, 'Lb', { vpc }) }),
  }),
  'loadBalancerSecurityGroup that lets nothing out': (scope, vpc) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: new ec2.SecurityGroup(scope, 'Lb', { vpc, allowAllOutbound: false }),
    }),
  }),
  'loadBalancerSecurityGroup, imported': (scope) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'Lb', 'sg-0123456789abcdef0', {
        allowAllOutbound: false,
      }),
    }),
  }),
  'loadBalancerSecurityGroup, imported as it is': (scope) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'Lb', 'sg-0123456789abcdef0', {
        mutable: false,
      }),
    }),
  }),
  'taskSecurityGroups, imported': (scope) => ({
    compute: Compute.fargate({
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(scope, 'Tasks', 'sg-0123456789abcdef0')],
    }),
  }),
  'taskSecurityGroups, imported as they are': (scope) => ({
    compute: Compute.fargate({
      securityGroups: [
        ec2.SecurityGroup.fromSecurityGroupId(scope, 'Tasks', 'sg-0123456789abcdef0', { mutable: false }),
      ],
    }),
  }),
  'all security groups': (scope, vpc) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: new ec2.SecurityGroup(scope, 'Lb', { vpc, allowAllOutbound: false }),
    }),
    compute: Compute.fargate({
      securityGroups: [new ec2.SecurityGroup(scope, 'Tasks', { vpc, allowAllOutbound: false })],
    }),
  }),
  'all security groups, and a service in the proxy’s stack': (scope, vpc, proxy) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: new ec2.SecurityGroup(scope, 'Lb', { vpc, allowAllOutbound: false }),
    }),
    compute: Compute.fargate({
      securityGroups: [
        new ec2.SecurityGroup(scope, 'Tasks', { vpc, allowAllOutbound: false }),
        new ec2.SecurityGroup(scope, 'OpenTasks', { vpc }),
      ],
    }),
    backends: { '/': Backend.service(service(proxy, vpc), 8080) },
  }),
  'loadBalancerSecurityGroup, for clients in a security group of the proxy’s stack': (scope, vpc, proxy) => ({
    loadBalancing: LoadBalancing.application({
      securityGroup: new ec2.SecurityGroup(scope, 'Lb', { vpc }),
      allowFrom: [new ec2.SecurityGroup(proxy, 'Clients', { vpc }), ec2.Peer.ipv4('192.0.2.0/24')],
    }),
  }),
  'taskSecurityGroups, imported by the proxy’s stack': (scope, vpc, proxy) => {
    const { securityGroupId } = new ec2.SecurityGroup(scope, 'Tasks', { vpc });
    return {
      compute: Compute.fargate({
        securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(proxy, 'Tasks', securityGroupId)],
      }),
    };
  },
  logGroup: (scope) => ({ logGroup: new logs.LogGroup(scope, 'Logs') }),
  certificate: (scope) => ({
    certificate: new acm.Certificate(scope, 'Certificate', { domainName: 'ws.example.com' }),
  }),
  'allowFrom a security group': (scope, vpc) => ({
    loadBalancing: LoadBalancing.application({ allowFrom: [new ec2.SecurityGroup(scope, 'Clients', { vpc })] }),
  }),
  'a service': (scope, vpc) => ({ backends: { '/': Backend.service(service(scope, vpc), 8080) } }),
  'a service, and a security group of the tasks beside it': (scope, vpc) => ({
    backends: { '/': Backend.service(service(scope, vpc), 8080) },
    loadBalancing: LoadBalancing.application({ securityGroup: new ec2.SecurityGroup(scope, 'Lb', { vpc }) }),
    compute: Compute.fargate({ securityGroups: [new ec2.SecurityGroup(scope, 'Tasks', { vpc })] }),
  }),
};

/** Where it is made, and where the proxy is then. */
const PLACES: Readonly<Record<string, (app: App) => { readonly given: Stack; readonly proxy: Stack }>> = {
  'another stack': (app) => ({ given: new Stack(app, 'Net', { env }), proxy: new Stack(app, 'S', { env }) }),
  'another stack of its stage': (app) => {
    const stage = new Stage(app, 'Prod', { env });
    return { given: new Stack(stage, 'Net'), proxy: new Stack(stage, 'S') };
  },
  'the stack around its nested one': (app) => {
    const given = new Stack(app, 'S', { env });
    return { given, proxy: new NestedStack(given, 'Nested') };
  },
  'a stack nested in its own': (app) => {
    const proxy = new Stack(app, 'S', { env });
    return { given: new NestedStack(proxy, 'Net'), proxy };
  },
  'a stack nested beside its own': (app) => {
    const parent = new Stack(app, 'S', { env });
    return { given: new NestedStack(parent, 'Net'), proxy: new NestedStack(parent, 'Nested') };
  },
};

function service(scope: Construct, vpc: ec2.IVpc): ecs.FargateService {
  const cluster = new ecs.Cluster(scope, 'Backends', { vpc });
  cluster.addDefaultCloudMapNamespace({ name: 'services.test' });
  return chatService(scope, cluster);
}

describe('WebSocketProxy takes from elsewhere', () => {
  for (const [place, stacks] of Object.entries(PLACES)) {
    for (const [name, given] of Object.entries(GIVEN)) {
      test(`${place}: ${name}`, () => {
        const app = new App();
        const { given: from, proxy } = stacks(app);
        const vpc = new ec2.Vpc(from, 'Vpc', { maxAzs: 2 });
        new WebSocketProxy(proxy, 'Proxy', { vpc, backends: { '/': legacy() }, ...given(from, vpc, proxy) });
        const assembly = app.synth();
        assert.deepEqual(dependencyCycles(assembly), []);
      });
    }
  }
});

describe('WebSocketProxy makes the rules of security groups', () => {
  const twoStacks = (): { readonly net: Stack; readonly vpc: ec2.Vpc; readonly front: Stack } => {
    const app = new App();
    const net = new Stack(app, 'Net', { env });
    return { net, vpc: new ec2.Vpc(net, 'Vpc', { maxAzs: 2 }), front: new Stack(app, 'S', { env }) };
  };

  test('in its own stack, if a group is of another one, which needs nothing of it', () => {
    for (const make of [
      (net: Stack, vpc: ec2.Vpc) => new ec2.SecurityGroup(net, 'Lb', { vpc, allowAllOutbound: false }),
      (net: Stack) => ec2.SecurityGroup.fromSecurityGroupId(net, 'Lb', 'sg-0', { allowAllOutbound: false }),
    ]) {
      const { net, vpc, front } = twoStacks();
      const loadBalancerSecurityGroup = make(net, vpc);
      new WebSocketProxy(front, 'Proxy', {
        vpc,
        loadBalancing: LoadBalancing.application({ securityGroup: loadBalancerSecurityGroup, allowFrom: [] }),
        backends: { '/': legacy() },
      });
      assert.deepEqual(rules(front), ['in 8080', 'in 8081', 'out 8080', 'out 8081']);
      assert.deepEqual(rules(net), []);
    }
  });

  test('nowhere, if an imported group is not to be changed', () => {
    const { net, vpc, front } = twoStacks();
    const imported = (id: string): ec2.ISecurityGroup =>
      ec2.SecurityGroup.fromSecurityGroupId(net, id, `sg-${id}`, { mutable: false, allowAllOutbound: false });
    new WebSocketProxy(front, 'Proxy', {
      vpc,
      loadBalancing: LoadBalancing.application({ securityGroup: imported('0') }),
      compute: Compute.fargate({ securityGroups: [imported('1')] }),
      backends: { '/': legacy() },
    });
    assert.deepEqual([...rules(front), ...rules(net)], []);
  });

  test('for no group of its tasks that another stack makes', () => {
    for (const nested of [false, true]) {
      const { net, vpc, front } = twoStacks();
      const taskSecurityGroups = [
        ec2.SecurityGroup.fromSecurityGroupId(net, 'Imported', 'sg-0'),
        new ec2.SecurityGroup(net, 'Tasks', { vpc }),
      ];
      const scope = nested ? new NestedStack(net, 'Nested') : front;
      assert.throws(
        () =>
          new WebSocketProxy(scope, 'Proxy', {
            vpc,
            compute: Compute.fargate({ securityGroups: taskSecurityGroups }),
            backends: { '/': legacy() },
          }),
        {
          name: 'PlanError',
          message: `${nested ? 'Net/Nested' : 'S'}/Proxy: compute.securityGroups[1] is made in another stack, Net/Tasks, which would depend on the proxy's for a rule that lets the load balancer in, while the proxy's depends on it; import it here: SecurityGroup.fromSecurityGroupId(this, 'Tasks', group.securityGroupId)`,
        },
      );
    }
  });
});

/** The rules between security groups in a stack, without the one that CDK makes to let nothing out. */
function rules(stack: Stack): readonly string[] {
  const template = Template.fromStack(stack);
  return ['Ingress', 'Egress']
    .flatMap((kind) =>
      Object.values(template.findResources(`AWS::EC2::SecurityGroup${kind}`)).map(({ Properties }) => {
        const { FromPort } = Properties as { readonly FromPort: number };
        return `${kind === 'Ingress' ? 'in' : 'out'} ${FromPort}`;
      }),
    )
    .toSorted();
}
