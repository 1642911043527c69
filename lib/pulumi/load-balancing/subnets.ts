import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { PlanError } from '../../plan/index.ts';
import { hasIpv6 } from './clients.ts';
import { laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';

/** The argument with the subnets that are given for the load balancer itself. */
export const OWN_SUBNETS = 'loadBalancing.subnetIds';

/** A subnet as AWS's provider knows it; a mock may know nothing. */
interface Subnet {
  readonly id: string;
  readonly availabilityZone?: string | undefined;
  readonly ipv6CidrBlock?: string | undefined;
}

/**
 * The subnets that a load balancer can have, of those there are: AWS takes one of a zone, so that of several the first of each is, unless they
 * are given for the load balancer itself, and one without IPv6 can't be of a dual-stack one. What is wrong is refused once they are known.
 */
export function loadBalancerSubnets(
  place: ComponentContext,
  setting: string,
  ids: pulumi.Output<string[]>,
  ipAddressType: string | undefined,
): pulumi.Output<string[]> {
  const subnets = ids.apply((known) => pulumi.all(known.map((id) => findSubnet(place, id))));
  return laterAtComponent(place, subnets, (found) => {
    const chosen = onePerZone(setting, found);
    if (hasIpv6(ipAddressType)) checkIpv6(setting, chosen);
    return chosen.map(({ id }) => id);
  });
}

function findSubnet({ component }: ComponentContext, id: string): pulumi.Output<Subnet> {
  return aws.ec2
    .getSubnetOutput({ id }, { parent: component })
    .apply(({ availabilityZone, ipv6CidrBlock }) => ({ id, availabilityZone, ipv6CidrBlock }));
}

function onePerZone(setting: string, subnets: readonly Subnet[]): readonly Subnet[] {
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  if (zones.some((zone) => zone === undefined)) return subnets;
  const { size } = new Set(zones);
  if (size === 1) {
    throw new PlanError(
      'WSPROXY_NETWORK',
      `${setting} has subnets in one Availability Zone, ${zones[0]}, but an Application Load Balancer needs two; add one of another zone`,
    );
  }
  const first = subnets.filter(({ availabilityZone }, index) => zones.indexOf(availabilityZone) === index);
  if (size === subnets.length || setting !== OWN_SUBNETS) return first;
  throw new PlanError(
    'WSPROXY_NETWORK',
    `${setting} has ${subnets.length} subnets in ${size} Availability Zones, but an Application Load Balancer takes one of each; leave out others, such as ${subnets.find((subnet) => !first.includes(subnet))?.id}`,
  );
}

/** AWS's provider says of a subnet without IPv6 that its range is empty. */
function checkIpv6(setting: string, subnets: readonly Subnet[]): void {
  const without = subnets.filter(({ ipv6CidrBlock }) => ipv6CidrBlock === '');
  const [first] = without;
  if (first === undefined) return;
  throw new PlanError(
    'WSPROXY_NETWORK',
    `loadBalancing.ipAddressType gives the load balancer IPv6 addresses, but ${without.length} of its ${subnets.length} subnets in ${setting} have no IPv6 range, such as ${first.id}, and an Application Load Balancer needs one in each; give the subnets an ipv6CidrBlock, or leave ipAddressType out`,
  );
}
