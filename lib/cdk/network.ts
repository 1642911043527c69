import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { refusal } from './at-construct.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/** The cluster given, or a new one in the VPC given. */
export function findCluster(scope: Construct, { cluster, vpc }: WebSocketProxyProps): ecs.ICluster {
  if (cluster !== undefined) return cluster;
  if (vpc === undefined) throw refusal(scope, 'neither vpc nor cluster is given; give the VPC, or a cluster in it');
  return new ecs.Cluster(scope, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
}

/** The subnets of the load balancer. */
export function loadBalancerSubnets(scope: Construct, vpc: ec2.IVpc, props: WebSocketProxyProps): ec2.SubnetSelection {
  const { loadBalancerSubnets: given, publicLoadBalancer = true } = props;
  const selection = given ?? (publicLoadBalancer ? { subnetType: ec2.SubnetType.PUBLIC } : {});
  const { availabilityZones, isPendingLookup } = vpc.selectSubnets(selection);
  if (isPendingLookup !== true && new Set(availabilityZones).size === 1) {
    throw refusal(
      scope,
      'the load balancer has subnets in one Availability Zone, but an Application Load Balancer needs two; use a VPC with maxAzs 2 or more, or other loadBalancerSubnets',
    );
  }
  return selection;
}

/** Whether the tasks would be in public subnets without public addresses, or in isolated ones, from where they reach nothing outside the VPC. */
export function tasksAreCutOff(vpc: ec2.IVpc, { assignPublicIp = false, taskSubnets }: WebSocketProxyProps): boolean {
  const { hasPublic, subnetIds } = vpc.selectSubnets(taskSubnets);
  const isolated = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  return (hasPublic && !assignPublicIp) || (subnetIds.length > 0 && subnetIds.every((id) => isolated.has(id)));
}

/** Who may connect to the load balancer. */
export function clients(scope: Construct, vpc: ec2.IVpc, props: WebSocketProxyProps): readonly ec2.IPeer[] {
  const { allowFrom, publicLoadBalancer = true, ipAddressType } = props;
  if (allowFrom !== undefined) return allowFrom;
  if (!publicLoadBalancer) return [ec2.Peer.ipv4(addressRange(scope, vpc))];
  const hasIpv6 = ipAddressType !== undefined && ipAddressType !== elbv2.IpAddressType.IPV4;
  return hasIpv6 ? [ec2.Peer.anyIpv4(), ec2.Peer.anyIpv6()] : [ec2.Peer.anyIpv4()];
}

function addressRange(scope: Construct, vpc: ec2.IVpc): string {
  try {
    return vpc.vpcCidrBlock;
  } catch {
    throw refusal(
      scope,
      'the address range of the imported VPC is not known; give allowFrom, or vpcCidrBlock to Vpc.fromVpcAttributes()',
    );
  }
}
