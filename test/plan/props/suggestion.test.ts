import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { suggestion } from '../../../lib/plan/props/suggestion.ts';

const CDK = [
  'certificate',
  'vpc',
  'memoryLimitMiB',
  'publicLoadBalancer',
  'loadBalancerSubnets',
  'taskSubnets',
  'idleTimeout',
];
const PULUMI = [
  'certificateArn',
  'vpcId',
  'memory',
  'internal',
  'loadBalancerSubnetIds',
  'taskSubnetIds',
  'idleTimeout',
];

describe('Instead of a name that there is not', () => {
  for (const [unknown, known, words] of [
    ['idleTimout', CDK, 'use idleTimeout'],
    ['idle_timeout', CDK, 'use idleTimeout'],
    ['IdleTimeout', CDK, 'use idleTimeout'],
    ['timeout', CDK, 'use idleTimeout'],
    ['certificates', CDK, 'use certificate'],
    ['certificateArn', CDK, 'use certificate'],
    ['certificate', PULUMI, 'use certificateArn'],
    ['memory', CDK, 'use memoryLimitMiB'],
    ['memoryLimitMiB', PULUMI, 'use memory'],
    ['vpcId', CDK, 'use vpc'],
    ['vpc', PULUMI, 'use vpcId'],
    ['internal', CDK, 'use publicLoadBalancer, which is its opposite'],
    ['publicLoadBalancer', PULUMI, 'use internal, which is its opposite'],
    ['internetFacing', CDK, 'use publicLoadBalancer'],
    ['internetFacing', PULUMI, 'use internal, which is its opposite'],
    ['subnets', CDK, 'use loadBalancerSubnets or taskSubnets'],
    ['vpcSubnets', PULUMI, 'use taskSubnetIds'],
    ['loadBalancer', CDK, 'use publicLoadBalancer or loadBalancerSubnets'],
    ['domainName', ['vpc', 'certificate'], 'there are vpc, certificate'],
    ['__proto__', ['vpc', 'certificate'], 'there are vpc, certificate'],
    ['id', ['idleTimeout', 'taskSubnetIds'], 'there are idleTimeout, taskSubnetIds'],
  ] as const) {
    test(`${unknown}: ${words}`, () => {
      assert.equal(suggestion(unknown, known), words);
    });
  }
});
