import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { isKnown, PlanError, type DeploymentSpec } from '../../plan/index.ts';
import { computeRenderer } from '../compute/renderers.ts';
import { loadBalancingRenderer } from '../load-balancing/renderers.ts';
import type { Settings } from '../props/settings.ts';
import { areDifferentVpcs, otherVpcOf, vpcName } from '../network/vpcs.ts';

/**
 * Checks that no prop contradicts another.
 *
 * @throws PlanError
 */
export function checkProps(settings: Settings): void {
  const { vpc, cluster, certificate, loadBalancing, logGroup, logRetention } = settings;
  if (settings.backends === undefined && settings.nginxConf === undefined) {
    throw new PlanError(
      'WSPROXY_NO_BACKEND',
      "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
    );
  }
  if (cluster && !hasVpc(cluster)) {
    throw new PlanError(
      'WSPROXY_PROPS',
      "cluster is imported without its VPC, but the load balancer and the tasks go there; use Cluster.fromClusterAttributes(this, 'Cluster', { clusterName, vpc })",
    );
  }
  if (vpc && cluster && areDifferentVpcs(vpc, cluster.vpc)) {
    throw new PlanError(
      'WSPROXY_PROPS',
      `vpc is ${vpcName(vpc)}, but the tasks run in the cluster's, ${vpcName(cluster.vpc)}; leave vpc out`,
    );
  }
  loadBalancingRenderer(loadBalancing).check(loadBalancing, certificate);
  if (logGroup && logRetention !== undefined) {
    throw new PlanError(
      'WSPROXY_PROPS',
      "logRetention is for the proxy's own log group, but logGroup is given; set the retention there",
    );
  }
}

/**
 * Checks that nothing given is certainly of another VPC than the proxy: AWS has no load balancer and no task in two.
 *
 * @throws PlanError
 */
export function checkVpc(settings: Settings): void {
  const { loadBalancing, compute } = settings;
  const vpc: IVpc | undefined = settings.vpc ?? settings.cluster?.vpc;
  if (vpc === undefined) return;
  const ids = Object.entries({
    ...loadBalancingRenderer(loadBalancing).given(loadBalancing).ids,
    ...computeRenderer(compute).given(compute).ids,
  });
  for (const [prop, given] of ids) {
    const [other] = given.map((id) => otherVpcOf(id, vpc)).filter((path) => path !== undefined);
    if (other === undefined) continue;
    throw new PlanError(
      'WSPROXY_ENVIRONMENT',
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

/**
 * Checks that no number from which others are worked out is a token.
 *
 * @throws PlanError
 */
export function checkNumbers({ capacity, compute, scaling }: DeploymentSpec): void {
  const numbers = Object.entries({ compute, scaling }).flatMap(([facet, spec]) =>
    Object.entries(spec ?? {}).map(([name, value]) => [`${facet}.${name}`, value] as const),
  );
  const [unknown] = numbers.find(([, value]) => !isKnown(value)) ?? [];
  if (capacity !== undefined && unknown !== undefined) {
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      `capacity is given, but ${unknown} is known to the deployment only; give it a number, or leave capacity out`,
    );
  }
  if (!isKnown(compute?.cpu) && compute?.memoryLimitMiB === undefined) {
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      'compute.cpu is known to the deployment only, but it decides which memory Fargate allows; give memoryLimitMiB too',
    );
  }
}
