import { type CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IDependable } from 'constructs';
import { resourceOf } from '../tokens/environment.ts';

/** Whether the load balancer has IPv6 addresses, or may have them, if only the deployment knows. */
export function hasIpv6(ipAddressType: elbv2.IpAddressType = elbv2.IpAddressType.IPV4): boolean {
  return ipAddressType !== elbv2.IpAddressType.IPV4;
}

/** What is wrong with the subnets of a load balancer with IPv6 addresses, once the app is complete: an aspect may have given them theirs. */
export function ipv6Problems(subnets: readonly ec2.ISubnet[]): readonly string[] {
  const without = subnets.filter((subnet) => isWithoutIpv6(subnet));
  const [first] = without;
  if (first === undefined) return [];
  return [
    `loadBalancing.ipAddressType gives the load balancer IPv6 addresses, but ${without.length} of its ${subnets.length} subnets have no IPv6 range, such as ${first.node.path}, and an Application Load Balancer needs one in each; make the VPC with ipProtocol: IpProtocol.DUAL_STACK, or leave ipAddressType out`,
  ];
}

/** The IPv6 range of a VPC of this app, and what has to be there before it is. */
export interface Ipv6Range {
  readonly cidr: string;
  readonly association: IDependable;
}

/** The IPv6 range of a VPC; undefined where it is not known, or there is none. */
export function ipv6Range({ vpcId }: ec2.IVpc): Ipv6Range | undefined {
  const vpc = resourceOf(vpcId);
  if (!(vpc instanceof ec2.CfnVPC)) return undefined;
  const association = resourcesBeside(vpc).find(
    (resource): resource is ec2.CfnVPCCidrBlock =>
      resource instanceof ec2.CfnVPCCidrBlock &&
      isOf(resource.vpcId, vpc) &&
      [resource.amazonProvidedIpv6CidrBlock, resource.ipv6CidrBlock, resource.ipv6IpamPoolId].some(isGiven),
  );
  return association && { cidr: Fn.select(0, vpc.attrIpv6CidrBlocks), association };
}

function isWithoutIpv6({ subnetId }: ec2.ISubnet): boolean {
  const subnet = resourceOf(subnetId);
  if (!(subnet instanceof ec2.CfnSubnet)) return false;
  if ([subnet.ipv6CidrBlock, subnet.ipv6IpamPoolId, subnet.ipv6NetmaskLength].some(isGiven)) return false;
  return !resourcesBeside(subnet).some(
    (resource) => resource instanceof ec2.CfnSubnetCidrBlock && isOf(resource.subnetId, subnet),
  );
}

function resourcesBeside(resource: CfnResource): readonly object[] {
  return Stack.of(resource).node.findAll();
}

function isOf(id: unknown, resource: CfnResource): boolean {
  return typeof id === 'string' && resourceOf(id) === resource;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}
