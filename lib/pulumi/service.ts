import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { longestDeployment } from '../plan/deployment-time.ts';
import type { Children } from './children.ts';
import { known, type Plans } from './settings.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** The cluster given, or a new one. */
export function findCluster(
  children: Children,
  { clusterArn }: WebSocketProxyArgs,
): { readonly cluster?: aws.ecs.Cluster; readonly clusterArn: pulumi.Output<string> } {
  if (clusterArn !== undefined) return { clusterArn: pulumi.output(clusterArn) };
  const cluster = children.addTagged('cluster', aws.ecs.Cluster, 'cluster', {
    settings: [{ name: 'containerInsights', value: 'enabled' }],
  });
  return { cluster, clusterArn: cluster.arn };
}

export function createService(
  children: Children,
  { now, later }: Plans,
  args: WebSocketProxyArgs,
  parts: {
    readonly clusterArn: pulumi.Input<string>;
    readonly taskDefinition: aws.ecs.TaskDefinition;
    readonly targetGroup: aws.lb.TargetGroup;
    readonly subnets: pulumi.Output<string[]>;
    readonly securityGroupIds: readonly pulumi.Output<string>[];
    /** What tasks need in order to start and to serve until they have stopped. */
    readonly dependsOn: readonly pulumi.Resource[];
  },
): aws.ecs.Service {
  const { service, container } = later;
  return children.addTagged(
    'service',
    aws.ecs.Service,
    'service',
    {
      cluster: parts.clusterArn,
      taskDefinition: parts.taskDefinition.arn,
      launchType: 'FARGATE',
      desiredCount: service.desiredCount,
      deploymentMinimumHealthyPercent: service.minHealthyPercent,
      deploymentMaximumPercent: service.maxHealthyPercent,
      deploymentCircuitBreaker: args.deploymentCircuitBreaker ?? { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriod,
      availabilityZoneRebalancing: service.availabilityZoneRebalancing,
      loadBalancers: [
        { targetGroupArn: parts.targetGroup.arn, containerName: container.name, containerPort: container.port },
      ],
      networkConfiguration: {
        subnets: parts.subnets,
        securityGroups: [...parts.securityGroupIds],
        assignPublicIp: args.assignPublicIp ?? false,
      },
      enableExecuteCommand: args.enableExecuteCommand ?? false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      waitForSteadyState: args.waitForSteadyState ?? true,
    },
    {
      dependsOn: [...parts.dependsOn],
      customTimeouts: deploymentTimeouts(now),
    },
  );
}

/** The provider's own are 20 minutes, less than a long drain takes. */
function deploymentTimeouts({ targetGroup, container }: Plans['now']): pulumi.CustomTimeouts {
  const timeout = `${longestDeployment({
    deregistrationDelay: known(targetGroup.deregistrationDelay),
    stopTimeout: known(container.stopTimeout),
  })}s`;
  return { create: timeout, update: timeout, delete: timeout };
}
