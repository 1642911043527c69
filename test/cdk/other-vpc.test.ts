import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { TestStack } from './fixture.ts';

const CASES: Readonly<Record<string, (stack: TestStack, vpc: ec2.Vpc) => Partial<WebSocketProxyProps>>> = {
  loadBalancerSubnets: (_, { publicSubnets: subnets }) => ({ loadBalancerSubnets: { subnets } }),
  taskSubnets: (_, { privateSubnets: subnets }) => ({ taskSubnets: { subnets } }),
  loadBalancerSecurityGroup: (stack, vpc) => ({
    loadBalancerSecurityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
  }),
  taskSecurityGroups: (stack, vpc) => ({ taskSecurityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })] }),
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
