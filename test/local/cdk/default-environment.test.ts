import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultEnvironment } from '../../../lib/local/cdk/default-environment.ts';

const FRANKFURT =
  'vpc-provider:account=123456789012:filter.isDefault=true:region=eu-central-1:returnAsymmetricSubnets=true';
const FRANKFURT_ZONES = 'availability-zones:account=123456789012:region=eu-central-1';
const DUBLIN = 'hosted-zone:account=123456789012:domainName=example.com:region=eu-west-1';
const OTHER = 'availability-zones:account=210987654321:region=ap-south-1';

interface Case {
  readonly lookups?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly expected: readonly [string, string];
}

const CASES: Readonly<Record<string, Case>> = {
  'stand-ins where nothing says more': { expected: ['000000000000', 'us-east-1'] },
  'what the environment says of CDK': {
    lookups: [FRANKFURT],
    environment: { CDK_DEFAULT_ACCOUNT: '1', CDK_DEFAULT_REGION: 'x', AWS_REGION: 'y' },
    expected: ['1', 'x'],
  },
  "the region of AWS's variables, AWS_REGION first": {
    environment: { AWS_REGION: 'eu-west-3', AWS_DEFAULT_REGION: 'eu-west-2' },
    expected: ['000000000000', 'eu-west-3'],
  },
  'AWS_DEFAULT_REGION, where AWS_REGION is empty': {
    environment: { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2', CDK_DEFAULT_ACCOUNT: '' },
    expected: ['000000000000', 'eu-west-2'],
  },
  'the account and region of all lookups': {
    lookups: [FRANKFURT, FRANKFURT_ZONES, '@aws-cdk/core:some:flag'],
    expected: ['123456789012', 'eu-central-1'],
  },
  'the account of lookups in several regions': {
    lookups: [FRANKFURT, DUBLIN],
    expected: ['123456789012', 'us-east-1'],
  },
  "the account of the environment's region": {
    lookups: [FRANKFURT, OTHER],
    environment: { AWS_REGION: 'ap-south-1' },
    expected: ['210987654321', 'ap-south-1'],
  },
  "the region of the environment's account": {
    lookups: [FRANKFURT, OTHER],
    environment: { CDK_DEFAULT_ACCOUNT: '210987654321' },
    expected: ['210987654321', 'ap-south-1'],
  },
  'neither of lookups in several accounts': {
    lookups: [FRANKFURT, OTHER],
    expected: ['000000000000', 'us-east-1'],
  },
  'nothing of a value that looks like an account': {
    lookups: ['ssm:parameterName=x$:account=123456789012$:region=eu-central-1'],
    expected: ['000000000000', 'us-east-1'],
  },
};

describe('defaultEnvironment is', () => {
  for (const [name, { lookups = [], environment = {}, expected }] of Object.entries(CASES)) {
    test(name, () => {
      const context = Object.fromEntries(lookups.map((key) => [key, {}]));
      const { CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION } = defaultEnvironment(context, environment);
      assert.deepEqual([CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION], expected);
    });
  }
});
