import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { facetProps } from '../../../lib/plan/props/moved.ts';
import { suggestion } from '../../../lib/plan/props/suggestion.ts';

const CDK = ['certificate', 'vpc', 'idleTimeout', 'loadBalancing', 'compute'];
const PULUMI = ['certificateArn', 'vpcId', 'idleTimeout', 'loadBalancing', 'compute'];
const APPLICATION = ['internetFacing', 'vpcSubnets', 'securityGroup'];
const WITHIN = facetProps('cdk');

describe('Instead of a name that there is not', () => {
  for (const [unknown, known, words] of [
    ['idleTimout', CDK, 'use idleTimeout'],
    ['idle_timeout', CDK, 'use idleTimeout'],
    ['IdleTimeout', CDK, 'use idleTimeout'],
    ['timeout', CDK, 'use idleTimeout'],
    ['certificates', CDK, 'use certificate'],
    ['certificateArn', CDK, 'use certificate'],
    ['certificate', PULUMI, 'use certificateArn'],
    ['vpcId', CDK, 'use vpc'],
    ['vpc', PULUMI, 'use vpcId'],
    ['internal', APPLICATION, 'use internetFacing, which is its opposite'],
    ['subnets', APPLICATION, 'use vpcSubnets'],
    ['subnetIds', APPLICATION, 'use vpcSubnets'],
    ['securityGroupId', APPLICATION, 'use securityGroup'],
    ['loadBalancer', CDK, 'use loadBalancing'],
    ['memory', CDK, 'use Compute.fargate({ memoryLimitMiB })'],
    ['replicas', CDK, 'use Scaling.fixed(desiredCount)'],
    ['internetFacing', CDK, 'use LoadBalancing.application({ internetFacing })'],
    ['vpcSubnets', CDK, 'use LoadBalancing.application({ vpcSubnets }) or Compute.fargate({ vpcSubnets })'],
    ['domainName', ['vpc', 'certificate'], 'there are vpc, certificate'],
    ['__proto__', ['vpc', 'certificate'], 'there are vpc, certificate'],
    ['id', ['idleTimeout', 'taskSubnetIds'], 'there are idleTimeout, taskSubnetIds'],
  ] as const) {
    test(`${unknown}: ${words}`, () => {
      assert.equal(suggestion(unknown, known, known === CDK ? WITHIN : {}), words);
    });
  }
});
