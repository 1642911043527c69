import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pseudoParameters } from '../../../lib/local/cdk/pseudo-parameters.ts';

describe("CloudFormation's own values", () => {
  test("are those of the stack's environment", () => {
    assert.deepEqual(pseudoParameters('Chat', 'aws://123456789012/cn-north-1', { AWS_REGION: 'eu-west-1' }), {
      'AWS::AccountId': '123456789012',
      'AWS::Partition': 'aws-cn',
      'AWS::Region': 'cn-north-1',
      'AWS::StackName': 'Chat',
      'AWS::URLSuffix': 'amazonaws.com.cn',
    });
  });

  test('are those of the shell for a stack that goes anywhere', () => {
    const { 'AWS::Region': region } = pseudoParameters('Chat', 'aws://unknown-account/unknown-region', {
      AWS_REGION: 'eu-west-1',
    });
    assert.equal(region, 'eu-west-1');
  });

  test('are stand-ins where nothing says where', () => {
    assert.deepEqual(pseudoParameters('Chat', '', {}), {
      'AWS::AccountId': '000000000000',
      'AWS::Partition': 'aws',
      'AWS::Region': 'us-east-1',
      'AWS::StackName': 'Chat',
      'AWS::URLSuffix': 'amazonaws.com',
    });
  });
});
