import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Compute, LoadBalancing, type WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { TestStack } from './fixture.ts';

const CASES: Readonly<Record<string, (stack: TestStack, vpc: ec2.Vpc) => Partial<WebSocketProxyProps>>> = {
  'loadBalancing.vpcSubnets': (_, { publicSubnets: subnets }) => ({
    loadBalancing: LoadBalancing.application({ vpcSubnets: { subnets } }),
  }),
  'compute.vpcSubnets': (_, { privateSubnets: subnets }) => ({ compute: Compute.fargate({ vpcSubnets: { subnets } }) }),
  'loadBalancing.securityGroup': (stack, vpc) => ({
    loadBalancing: LoadBalancing.application({ securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }) }),
  }),
  'compute.securityGroups': (stack, vpc) => ({
    compute: Compute.fargate({ securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })] }),
  }),
};

describe('What is of another VPC', () => {
  for (const [prop, props] of Object.entries(CASES)) {
    test(`is refused as ${prop}`, () => {
      const stack = new TestStack();
      const other = new ec2.Vpc(stack, 'Other');
      assert.throws(() => stack.addProxy(props(stack, other)), {
        message: `Chat/Proxy: ${prop} is of the VPC Chat/Other, but the proxy is in Chat/Vpc, and AWS takes nothing of another VPC there; use what Chat/Vpc has`,
      });
    });

    test(`is taken as ${prop} where it is the same`, () => {
      const stack = new TestStack();
      stack.addProxy(props(stack, stack.vpc));
      stack.template().resourceCountIs('AWS::ECS::Service', 1);
    });
  }
});
