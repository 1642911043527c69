import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { longestDeployment } from '../../plan/timeouts/deployment-time.ts';
import type { Children } from '../children/children.ts';
import type { Plans } from '../planning/plans.ts';

/** What is said of the service whose tasks are the proxy. */
export interface ServiceSettings {
  readonly circuitBreaker?: pulumi.Input<aws.types.input.ecs.ServiceDeploymentCircuitBreaker> | undefined;
  readonly assignPublicIp?: boolean | undefined;
  readonly enableExecuteCommand?: boolean | undefined;
  readonly waitForSteadyState?: pulumi.Input<boolean> | undefined;
}

export function createService(
  children: Children,
  { now, later }: Plans,
  settings: ServiceSettings,
  parts: {
    readonly clusterArn: pulumi.Input<string>;
    readonly taskDefinition: aws.ecs.TaskDefinition;
    readonly targetGroup: aws.lb.TargetGroup;
    readonly subnets: pulumi.Output<string[]>;
    readonly securityGroupIds: readonly pulumi.Input<string>[];
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
      deploymentCircuitBreaker: settings.circuitBreaker ?? { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriod,
      availabilityZoneRebalancing: service.availabilityZoneRebalancing,
      loadBalancers: [
        { targetGroupArn: parts.targetGroup.arn, containerName: container.name, containerPort: container.port },
      ],
      networkConfiguration: {
        subnets: parts.subnets,
        securityGroups: parts.securityGroupIds.map((id) => pulumi.output(id)),
        assignPublicIp: settings.assignPublicIp ?? false,
      },
      enableExecuteCommand: settings.enableExecuteCommand ?? false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      waitForSteadyState: settings.waitForSteadyState ?? true,
    },
    {
      dependsOn: [...parts.dependsOn],
      customTimeouts: deploymentTimeouts(now),
    },
  );
}

/** The provider's own are 20 minutes, less than a long drain takes. */
function deploymentTimeouts({ targetGroup, container }: Plans['now']): pulumi.CustomTimeouts {
  const { deregistrationDelay } = targetGroup;
  const { stopTimeout } = container;
  const timeout = `${longestDeployment({ deregistrationDelay, stopTimeout })}s`;
  return { create: timeout, update: timeout, delete: timeout };
}
