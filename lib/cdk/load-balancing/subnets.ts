import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { refusal } from '../errors/construct-errors.ts';
import { selectSubnets, zones } from '../network/subnets.ts';

/** The subnets of the load balancer. AWS takes one of a zone, so that of several by default the first of each is. */
export function loadBalancerSubnets(
  scope: Construct,
  vpc: ec2.IVpc,
  internetFacing: boolean,
  given: ec2.SubnetSelection | undefined,
): ec2.SubnetSelection {
  const isPublic = given === undefined && internetFacing;
  const selection = given ?? (isPublic ? { subnetType: ec2.SubnetType.PUBLIC } : {});
  const subnets = selectSubnets(scope, vpc, selection, {
    user: 'the load balancer',
    prop: given && 'loadBalancing.vpcSubnets',
    need: 'an Application Load Balancer needs two, in two Availability Zones',
    ...(isPublic && { otherwise: 'LoadBalancing.application({ internetFacing: false })' }),
  });
  const names = subnets.isPendingLookup === true ? undefined : zones(vpc, subnets);
  if (names === undefined) return selection;
  const { size } = new Set(names);
  if (size === 1) {
    throw refusal(
      scope,
      'WSPROXY_NETWORK',
      'the load balancer has subnets in one Availability Zone, but an Application Load Balancer needs two; use a VPC with maxAzs 2 or more, or other subnets by LoadBalancing.application({ vpcSubnets })',
    );
  }
  if (size === names.length) return selection;
  if (given === undefined) return { ...selection, onePerAz: true };
  throw refusal(
    scope,
    'WSPROXY_NETWORK',
    `loadBalancing.vpcSubnets has ${names.length} subnets in ${size} Availability Zones, but an Application Load Balancer takes one of each; add onePerAz: true, or select one group of them by subnetGroupName`,
  );
}
