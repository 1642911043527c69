import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';

/** The cluster given, or a new one. */
export function findCluster(
  children: Children,
  clusterArn: pulumi.Input<string> | undefined,
): { readonly cluster?: aws.ecs.Cluster; readonly clusterArn: pulumi.Output<string> } {
  if (clusterArn !== undefined) return { clusterArn: pulumi.output(clusterArn) };
  const cluster = children.addTagged('cluster', aws.ecs.Cluster, 'cluster', {
    settings: [{ name: 'containerInsights', value: 'enabled' }],
  });
  return { cluster, clusterArn: cluster.arn };
}
