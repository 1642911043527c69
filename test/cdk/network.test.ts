import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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

  test('that are imported by their ids alone', () => {
    const stack = new TestStack();
    const ids = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
    const selection = { subnets: ids.map((id) => ec2.Subnet.fromSubnetId(stack, id, id)) };
    stack.addProxy({ loadBalancerSubnets: selection, taskSubnets: selection });
    assert.deepEqual(subnets(stack), { loadBalancer: ids, tasks: ids });
  });
});
