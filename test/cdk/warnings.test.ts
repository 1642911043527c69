import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { Annotations } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Backend, Compute, LoadBalancing, Scaling, type WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { chatService, TestStack } from './fixture.ts';

const PATH = '/Chat/Proxy';

function found(props: Partial<WebSocketProxyProps>, acknowledged?: string): Found {
  const stack = new TestStack();
  const certificate = acm.Certificate.fromCertificateArn(
    stack,
    'Certificate',
    'arn:aws:acm:eu-central-1:123456789012:certificate/7bf2a0a4',
  );
  const proxy = stack.addProxy({ certificate, ...props });
  if (acknowledged !== undefined) Annotations.of(proxy).acknowledgeWarning(acknowledged);
  return Found.fromStack(stack);
}

/** A VPC with public and isolated subnets. */
function isolatedVpc(stack: TestStack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Isolated', {
    natGateways: 0,
    subnetConfiguration: [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
  });
}

describe('WebSocketProxy warns', () => {
  test('of nothing by default with a certificate', () => {
    found({}).hasNoWarning('*', Match.anyValue());
  });

  test('of a credential in a header of a backend, by its name', () => {
    const proxySetHeader = { 'X-Api-Key': 'not-so-secret', 'X-Tenant': '$http_x_tenant' };
    const backends = { '/': Backend.url('http://chat.internal', { proxySetHeader }) };
    const warnings = found({ backends }).findWarning('*', Match.anyValue());
    assert.equal(warnings.length, 1);
    const shown = JSON.stringify(warnings[0]?.entry.data);
    assert.match(shown, /proxy_set_header X-Api-Key: looks like a credential/);
    assert.doesNotMatch(shown, /not-so-secret/);
    found({ backends }, 'websocket-proxy-constructs:backendCredential').hasNoWarning('*', Match.anyValue());
  });

  test('of clear text over the internet', () => {
    found({ certificate: undefined }).hasWarning(
      PATH,
      Match.stringLikeRegexp('clear text over the internet; give a certificate'),
    );
    found({ certificate: undefined, loadBalancing: LoadBalancing.application({ internetFacing: false }) }).hasNoWarning(
      '*',
      Match.anyValue(),
    );
  });

  test('of a single task', () => {
    found({ scaling: Scaling.fixed(1) }).hasWarning(
      PATH,
      Match.stringLikeRegexp('with desiredCount 1 .*; use 2 or more'),
    );
  });

  test('of tasks that reach nothing', () => {
    const taskSubnets = { subnetType: ec2.SubnetType.PUBLIC };
    found({ compute: Compute.fargate({ vpcSubnets: taskSubnets }) }).hasWarning(
      PATH,
      Match.stringLikeRegexp('in public ones without public addresses'),
    );
    found({ compute: Compute.fargate({ vpcSubnets: taskSubnets, assignPublicIp: true }) }).hasNoWarning(
      '*',
      Match.anyValue(),
    );
  });

  test('of tasks in isolated subnets', () => {
    const stack = new TestStack();
    stack.addProxy({ vpc: isolatedVpc(stack) });
    Found.fromStack(stack).hasWarning(PATH, Match.stringLikeRegexp('the tasks are in isolated subnets'));
  });

  test('of scaling that may leave fewer tasks than are planned', () => {
    const scaled = (props: Partial<WebSocketProxyProps>, minCapacity?: number, acknowledged?: string): Found => {
      const stack = new TestStack();
      const proxy = stack.addProxy({ loadBalancing: LoadBalancing.application({ internetFacing: false }), ...props });
      proxy.service.autoScaleTaskCount({ ...(minCapacity !== undefined && { minCapacity }), maxCapacity: 20 });
      if (acknowledged !== undefined) Annotations.of(proxy).acknowledgeWarning(acknowledged);
      return Found.fromStack(stack);
    };
    scaled({}).hasWarning(PATH, Match.stringLikeRegexp('scaled down to 1, but 2 tasks are planned; .* minCapacity: 2'));
    const capacity = { tunnels: 300_000 };
    scaled({ capacity, compute: Compute.fargate({ cpu: 256 }) }, 2).hasWarning(
      PATH,
      Match.stringLikeRegexp('down to 2, but \\d+ tasks are planned'),
    );
    scaled({}, undefined, 'websocket-proxy-constructs:scaledBelowPlan').hasNoWarning('*', Match.anyValue());
    scaled({}, 2).hasNoWarning('*', Match.anyValue());
    scaled({ scaling: Scaling.fixed(3) }).hasNoWarning('*', Match.anyValue());
  });

  test('of nothing about isolated subnets when the tasks have public addresses, so are in public ones', () => {
    const stack = new TestStack();
    const vpc = isolatedVpc(stack);
    stack.addProxy({ vpc, compute: Compute.fargate({ assignPublicIp: true }) });
    Found.fromStack(stack).hasNoWarning(PATH, Match.stringLikeRegexp('isolated subnets'));
  });

  test('of a service that is certainly in another VPC, until it is acknowledged', () => {
    const stack = new TestStack();
    const vpc = new ec2.Vpc(stack, 'Other');
    const service = chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc }));
    const proxy = stack.addProxy({ backends: { '/': Backend.service(service, 8080) } });
    const warning = Match.stringLikeRegexp('the service Chat/ChatService is in another VPC, Chat/Other, so .* peering');
    Found.fromStack(stack).hasWarning(PATH, warning);
    Annotations.of(proxy).acknowledgeWarning('websocket-proxy-constructs:backendInOtherVpc');
    Found.fromStack(stack).hasNoWarning(PATH, warning);
  });

  test('of no other VPC where it may be the same', () => {
    const stack = new TestStack();
    const { vpcId } = stack.vpc;
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', { vpcId, availabilityZones: ['eu-central-1a'] });
    const service = chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }));
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Shared', { clusterName: 'shared', vpc: stack.vpc });
    stack.addProxy({ vpc, cluster, backends: { '/': Backend.service(service, 8080) } });
    Found.fromStack(stack).hasNoWarning(PATH, Match.stringLikeRegexp('another VPC'));
  });

  for (const [id, props] of Object.entries<Partial<WebSocketProxyProps>>({
    publicWithoutTls: { certificate: undefined },
    singleTask: { scaling: Scaling.fixed(1) },
    tasksCutOff: { compute: Compute.fargate({ vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }) },
  })) {
    test(`no more of ${id} once it is acknowledged`, () => {
      found(props, `websocket-proxy-constructs:${id}`).hasNoWarning('*', Match.anyValue());
    });
  }
});
