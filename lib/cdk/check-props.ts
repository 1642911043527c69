import { Token } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { PlanError } from '../plan/index.ts';
import { areDifferentVpcs, otherVpcOf, vpcName } from './vpcs.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/**
 * Checks that no prop contradicts another.
 *
 * @throws PlanError
 */
export function checkProps(props: WebSocketProxyProps): void {
  const { vpc, cluster, certificate, sslPolicy, redirectHttp, logGroup, logRetention } = props;
  if (props.backends === undefined && props.nginxConf === undefined) {
    throw new PlanError(
      "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
    );
  }
  if (cluster && !hasVpc(cluster)) {
    throw new PlanError(
      "cluster is imported without its VPC, but the load balancer and the tasks go there; use Cluster.fromClusterAttributes(this, 'Cluster', { clusterName, vpc })",
    );
  }
  if (vpc && cluster && areDifferentVpcs(vpc, cluster.vpc)) {
    throw new PlanError(
      `vpc is ${vpcName(vpc)}, but the tasks run in the cluster's, ${vpcName(cluster.vpc)}; leave vpc out`,
    );
  }
  if (sslPolicy !== undefined && certificate === undefined) {
    throw new PlanError(
      'sslPolicy is given, but without a certificate there is no HTTPS listener; give certificate too',
    );
  }
  if (redirectHttp === true && certificate === undefined) {
    throw new PlanError(
      'redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificate too',
    );
  }
  if (logGroup && logRetention !== undefined) {
    throw new PlanError(
      "logRetention is for the proxy's own log group, but logGroup is given; set the retention there",
    );
  }
  checkSizes(props);
}

/**
 * Checks that nothing given is certainly of another VPC than the proxy: AWS has no load balancer and no task in two.
 *
 * @throws PlanError
 */
export function checkVpc(props: WebSocketProxyProps): void {
  const vpc: IVpc | undefined = props.vpc ?? props.cluster?.vpc;
  if (vpc === undefined) return;
  const { loadBalancerSubnets, taskSubnets, loadBalancerSecurityGroup, taskSecurityGroups = [] } = props;
  const ids = Object.entries({
    loadBalancerSubnets: (loadBalancerSubnets?.subnets ?? []).map(({ subnetId }) => subnetId),
    taskSubnets: (taskSubnets?.subnets ?? []).map(({ subnetId }) => subnetId),
    loadBalancerSecurityGroup: loadBalancerSecurityGroup ? [loadBalancerSecurityGroup.securityGroupId] : [],
    taskSecurityGroups: taskSecurityGroups.map(({ securityGroupId }) => securityGroupId),
  });
  for (const [prop, given] of ids) {
    const [other] = given.map((id) => otherVpcOf(id, vpc)).filter((path) => path !== undefined);
    if (other === undefined) continue;
    throw new PlanError(
      `${prop} is of the VPC ${other}, but the proxy is in ${vpcName(vpc)}, and AWS takes nothing of another VPC there; use what ${vpcName(vpc)} has`,
    );
  }
}

/** A cluster that is imported by its ARN alone throws instead. */
function hasVpc(cluster: ICluster): boolean {
  try {
    return (cluster.vpc as unknown) !== undefined;
  } catch {
    return false;
  }
}

/** Nothing can be worked out with a token. */
function checkSizes({ capacity, cpu, memoryLimitMiB, desiredCount }: WebSocketProxyProps): void {
  const sizes = Object.entries({ cpu, memoryLimitMiB, desiredCount });
  const [unknown] = sizes.find(([, value]) => Token.isUnresolved(value)) ?? [];
  if (capacity !== undefined && unknown !== undefined) {
    throw new PlanError(
      `capacity is given, but ${unknown} is known to the deployment only; give it a number, or leave capacity out`,
    );
  }
  if (Token.isUnresolved(cpu) && memoryLimitMiB === undefined) {
    throw new PlanError(
      'cpu is known to the deployment only, but it decides which memory Fargate allows; give memoryLimitMiB too',
    );
  }
}
