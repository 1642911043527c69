import { DEFAULT_REGION, environmentRegion, isSet, STAND_IN_ACCOUNT } from '../aws-environment.ts';

/** Partitions by what their regions begin with, with the domains of AWS's services; others are the commercial one. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string, suffix: string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
];

/**
 * CloudFormation's own values for a stack. One that goes wherever it is deployed to gets those of this shell, or stand-ins.
 *
 * @param environment - the CDK's: `aws://ACCOUNT/REGION`, either of which may be unknown
 */
export function pseudoParameters(
  stackName: string,
  environment: string,
  shell: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
  const itsRegion =
    [known(region), shell['CDK_DEFAULT_REGION'], environmentRegion(shell)].find(isSet) ?? DEFAULT_REGION;
  const [, partition = 'aws', suffix = 'amazonaws.com'] =
    PARTITIONS.find(([prefix]) => itsRegion.startsWith(prefix)) ?? [];
  return {
    'AWS::AccountId': [known(account), shell['CDK_DEFAULT_ACCOUNT']].find(isSet) ?? STAND_IN_ACCOUNT,
    'AWS::Partition': partition,
    'AWS::Region': itsRegion,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': suffix,
  };
}

function known(part: string | undefined): string | undefined {
  return part === undefined || part.startsWith('unknown-') ? undefined : part;
}
