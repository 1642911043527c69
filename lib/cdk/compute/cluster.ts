import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { refusal } from '../errors/construct-errors.ts';

/** The cluster given, or a new one in the VPC given. */
export function findCluster(
  scope: Construct,
  { cluster, vpc }: { readonly cluster?: ecs.ICluster | undefined; readonly vpc?: ec2.IVpc | undefined },
): ecs.ICluster {
  if (cluster !== undefined) return cluster;
  if (vpc === undefined)
    throw refusal(scope, 'WSPROXY_MISSING', 'neither vpc nor cluster is given; give the VPC, or a cluster in it');
  return new ecs.Cluster(scope, 'Cluster', { vpc, ...containerInsights() });
}

/** Which older versions have under another name: 2.170 does. */
function containerInsights(): ecs.ClusterProps {
  const { ContainerInsights } = ecs as Partial<Pick<typeof ecs, 'ContainerInsights'>>;
  return ContainerInsights === undefined
    ? // eslint-disable-next-line @typescript-eslint/no-deprecated -- the other one is not there
      { containerInsights: true }
    : { containerInsightsV2: ContainerInsights.ENABLED };
}
