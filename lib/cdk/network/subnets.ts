import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { reasonOf, refusal } from '../errors/construct-errors.ts';

/** What subnets are for. */
export interface SubnetUse {
  /** What would be in the subnets. */
  readonly user: string;
  /** The prop that selects them; undefined where it is not given. */
  readonly prop: string | undefined;
  /** How many it needs. */
  readonly need: string;
  /** What else to give, with which they need not be public; only where they must be. */
  readonly otherwise?: string;
}
/** Selects subnets of a VPC, of which there must be some. @throws PlanError */
export function selectSubnets(
  scope: Construct,
  vpc: ec2.IVpc,
  selection: ec2.SubnetSelection,
  { user, prop, need, otherwise }: SubnetUse,
): ec2.SelectedSubnets {
  const subnets = attempt(() => vpc.selectSubnets(selection));
  if (!(subnets instanceof Error) && (subnets.subnetIds.length > 0 || subnets.isPendingLookup === true)) return subnets;
  if (prop === undefined) {
    const kind = otherwise === undefined ? 'subnets' : 'public subnets';
    const wayOut = [`use a VPC with ${kind}`, otherwise].filter((way) => way !== undefined).join(', or ');
    throw refusal(scope, 'WSPROXY_NETWORK', `the VPC has no ${kind}, where ${user} would go; ${wayOut}`);
  }
  if (!(subnets instanceof Error))
    throw refusal(scope, 'WSPROXY_NETWORK', `${prop} has 0 subnets, but ${need}; select others`);
  throw refusal(
    scope,
    'WSPROXY_NETWORK',
    `${prop} can't be used (${reasonOf(subnets)}); select subnets that the VPC has`,
  );
}

function attempt<T>(get: () => T): T | Error {
  try {
    return get();
  } catch (error) {
    return error as Error;
  }
}

/** The Availability Zone of each subnet; undefined where only the deployment knows how many there are. */
export function zones(vpc: ec2.IVpc, { subnets, subnetIds }: ec2.SelectedSubnets): readonly string[] | undefined {
  // A list that is a token has one item here
  if (Token.isUnresolved(vpc.availabilityZones) || Token.isUnresolved(subnetIds)) return undefined;
  const names = attempt(() => subnets.map(({ availabilityZone }) => availabilityZone));
  // A subnet that is imported by its id alone throws
  return names instanceof Error ? undefined : names;
}
