import { type CfnResource, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { resourceOf } from '../tokens/environment.ts';

/** Whether two VPCs are certainly not the same: this app makes both, or the ids of both are known. */
export function areDifferentVpcs(one: ec2.IVpc, other: ec2.IVpc): boolean {
  const resources = [one, other].map(({ vpcId }) => madeHere(vpcId)).filter((vpc) => vpc !== undefined);
  if (resources.length === 2) return resources[0] !== resources[1];
  const isKnown = [one, other].every(({ vpcId }) => !Token.isUnresolved(vpcId));
  return isKnown && one.vpcId !== other.vpcId;
}

/** The VPC of this app that a subnet or a security group of it is certainly in, if that is another one: its path. */
export function otherVpcOf(id: string, vpc: ec2.IVpc): string | undefined {
  const own = madeHere(vpc.vpcId);
  const resource = resourceOf(id);
  const vpcId: unknown = resource !== undefined && 'vpcId' in resource ? resource.vpcId : undefined;
  const theirs = typeof vpcId === 'string' ? madeHere(vpcId) : undefined;
  if (own === undefined || theirs === undefined || own === theirs) return undefined;
  return (theirs.node.scope ?? theirs).node.path;
}

/** What a VPC is called in a message. */
export function vpcName({ vpcId, node }: ec2.IVpc): string {
  return Token.isUnresolved(vpcId) ? node.path : vpcId;
}

/** The VPC of this app whose id it is. */
function madeHere(vpcId: string): CfnResource | undefined {
  const resource = resourceOf(vpcId);
  return resource?.cfnResourceType === 'AWS::EC2::VPC' ? resource : undefined;
}
