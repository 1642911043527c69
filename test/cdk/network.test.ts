import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadBalancing, Compute } from 'websocket-proxy-constructs/cdk';
import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { TestStack } from './fixture.ts';

interface Properties {
  readonly Subnets: unknown;
  readonly NetworkConfiguration: { readonly AwsvpcConfiguration: { readonly Subnets: unknown } };
}

/** The subnets of the load balancer and of the tasks, in the template. */
function subnets(stack: TestStack): { readonly loadBalancer: unknown; readonly tasks: unknown } {
  const template = stack.template();
  const [loadBalancer, service] = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ECS::Service']
    .flatMap((type) => Object.values(template.findResources(type)))
    .map(({ Properties }) => Properties as Properties);
  return {
    loadBalancer: loadBalancer?.Subnets,
    tasks: service?.NetworkConfiguration.AwsvpcConfiguration.Subnets,
  };
}

describe('WebSocketProxy takes subnets', () => {
  test('of which only the deployment knows how many there are, and in which zones', () => {
    const stack = new TestStack();
    const list = (name: string): string[] => Fn.split(',', Fn.importValue(name));
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
      vpcId: Fn.importValue('vpc'),
      availabilityZones: list('zones'),
      publicSubnetIds: list('public'),
      privateSubnetIds: list('private'),
    });
    stack.addProxy({ vpc });
    assert.deepEqual(subnets(stack), {
      loadBalancer: { 'Fn::Split': [',', { 'Fn::ImportValue': 'public' }] },
      tasks: { 'Fn::Split': [',', { 'Fn::ImportValue': 'private' }] },
    });
  });

  test('one of each zone for the load balancer, where a VPC has several', () => {
    const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
    const subnetConfiguration = [
      { name: 'Web', subnetType: PUBLIC },
      { name: 'Edge', subnetType: PUBLIC },
      { name: 'App', subnetType: PRIVATE_WITH_EGRESS },
      { name: 'Batch', subnetType: PRIVATE_WITH_EGRESS },
      { name: 'Data', subnetType: PRIVATE_ISOLATED },
    ];
    const selected = (publicLoadBalancer: boolean, env?: { account: string; region: string }): unknown => {
      const stack = new TestStack(undefined, 'Chat', env && { env });
      const vpc = new ec2.Vpc(stack, 'Wide', { maxAzs: 2, subnetConfiguration });
      stack.addProxy({ vpc, loadBalancing: LoadBalancing.application({ internetFacing: publicLoadBalancer }) });
      return (subnets(stack).loadBalancer as { readonly Ref: string }[]).map(
        ({ Ref }) => /^Wide(\w+\d)Subnet/.exec(Ref)?.[1],
      );
    };
    for (const env of [undefined, { account: '123456789012', region: 'eu-central-1' }]) {
      assert.deepEqual(selected(true, env), ['WebSubnet1', 'WebSubnet2']);
      assert.deepEqual(selected(false, env), ['AppSubnet1', 'AppSubnet2']);
    }
  });

  test('of a selection, if that has one of each zone', () => {
    const { PUBLIC } = ec2.SubnetType;
    const add = (loadBalancerSubnets: ec2.SubnetSelection): unknown => {
      const stack = new TestStack();
      const subnetConfiguration = ['Web', 'Edge'].map((name) => ({ name, subnetType: PUBLIC }));
      const vpc = new ec2.Vpc(stack, 'Wide', { maxAzs: 2, subnetConfiguration });
      stack.addProxy({
        vpc,
        loadBalancing: LoadBalancing.application({ vpcSubnets: loadBalancerSubnets }),
        compute: Compute.fargate({ vpcSubnets: { subnetType: PUBLIC }, assignPublicIp: true }),
      });
      return (subnets(stack).loadBalancer as unknown[]).length;
    };
    assert.throws(() => add({ subnetType: PUBLIC }), {
      name: 'PlanError',
      message:
        'Chat/Proxy: loadBalancing.vpcSubnets has 4 subnets in 2 Availability Zones, but an Application Load Balancer takes one of each; add onePerAz: true, or select one group of them by subnetGroupName',
    });
    assert.equal(add({ subnetType: PUBLIC, onePerAz: true }), 2);
    assert.equal(add({ subnetGroupName: 'Edge' }), 2);
  });

  test('that are imported by their ids alone', () => {
    const stack = new TestStack();
    const ids = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
    const selection = { subnets: ids.map((id) => ec2.Subnet.fromSubnetId(stack, id, id)) };
    stack.addProxy({
      loadBalancing: LoadBalancing.application({ vpcSubnets: selection }),
      compute: Compute.fargate({ vpcSubnets: selection }),
    });
    assert.deepEqual(subnets(stack), { loadBalancer: ids, tasks: ids });
  });
});
