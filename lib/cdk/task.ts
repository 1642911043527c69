import { Duration, Lazy, Size } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ContainerPlan, DeploymentPlan, LogsPlan } from '../plan/index.ts';
import { RUNTIME_LABELS } from '../plan/runtime-label.ts';
import { taskSubnets } from './network.ts';
import type { RuntimeImageConfig } from './runtime-image.ts';
import { isScaled } from './scaling.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

export function findLogGroup(
  scope: Construct,
  plan: LogsPlan,
  { logGroup, logRetention }: WebSocketProxyProps,
): logs.ILogGroup {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are days, as the plan's is
  const retention: logs.RetentionDays = logRetention ?? plan.retentionInDays;
  return logGroup ?? new logs.LogGroup(scope, 'LogGroup', { retention });
}

export function createTaskDefinition(
  scope: Construct,
  { task }: DeploymentPlan,
  cpuArchitecture: ecs.CpuArchitecture,
  { permissions = [] }: RuntimeImageConfig,
): ecs.FargateTaskDefinition {
  const taskDefinition = new ecs.FargateTaskDefinition(scope, 'TaskDefinition', {
    cpu: task.cpu,
    memoryLimitMiB: task.memoryLimitMiB,
    runtimePlatform: { cpuArchitecture, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
  });
  for (const permission of permissions) taskDefinition.addToTaskRolePolicy(permission);
  return taskDefinition;
}

export function addContainer(
  taskDefinition: ecs.FargateTaskDefinition,
  { container, logs: logsPlan }: DeploymentPlan,
  { image, entryPoint }: RuntimeImageConfig,
  options: { readonly command: string[]; readonly logGroup: logs.ILogGroup },
): ecs.ContainerDefinition {
  return taskDefinition.addContainer(container.name, {
    image,
    entryPoint,
    command: options.command,
    portMappings: [{ containerPort: container.port }, { containerPort: container.healthPort }],
    stopTimeout: Duration.seconds(container.stopTimeout),
    ulimits: [{ name: ecs.UlimitName.NOFILE, softLimit: container.nofile, hardLimit: container.nofile }],
    user: container.user,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    linuxParameters: linuxParameters(taskDefinition, container),
    dockerLabels: { ...RUNTIME_LABELS },
    logging: ecs.LogDrivers.awsLogs({
      logGroup: options.logGroup,
      streamPrefix: logsPlan.streamPrefix,
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(logsPlan.maxBufferSizeMiB),
    }),
  });
}

function linuxParameters(scope: Construct, container: ContainerPlan): ecs.LinuxParameters {
  const parameters = new ecs.LinuxParameters(scope, 'LinuxParameters', {
    initProcessEnabled: container.initProcessEnabled || undefined,
  });
  parameters.dropCapabilities(...container.dropCapabilities.map((name) => ecs.Capability[name]));
  return parameters;
}

export function createService(
  scope: Construct,
  cluster: ecs.ICluster,
  taskDefinition: ecs.FargateTaskDefinition,
  { service }: DeploymentPlan,
  props: WebSocketProxyProps,
): ecs.FargateService {
  // Not in older versions: 2.170 has it in the resource alone
  const { AvailabilityZoneRebalancing } = ecs as Partial<Pick<typeof ecs, 'AvailabilityZoneRebalancing'>>;
  const rebalancing = AvailabilityZoneRebalancing?.[service.availabilityZoneRebalancing];
  const fargateService: ecs.FargateService = new ecs.FargateService(scope, 'Service', {
    cluster,
    taskDefinition,
    desiredCount: Lazy.number({
      // A count in the template would undo, with every deployment, what scaling has made of it.
      produce: () => (props.desiredCount === undefined && isScaled(fargateService) ? undefined : service.desiredCount),
    }),
    minHealthyPercent: service.minHealthyPercent,
    maxHealthyPercent: service.maxHealthyPercent,
    healthCheckGracePeriod: Duration.seconds(service.healthCheckGracePeriod),
    ...(rebalancing !== undefined && { availabilityZoneRebalancing: rebalancing }),
    circuitBreaker: props.circuitBreaker ?? { rollback: true },
    assignPublicIp: props.assignPublicIp ?? false,
    enableExecuteCommand: props.enableExecuteCommand ?? false,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
    enableECSManagedTags: true,
    vpcSubnets: taskSubnets(scope, cluster.vpc, props),
    securityGroups: props.taskSecurityGroups,
  });
  if (rebalancing === undefined) {
    const resource = fargateService.node.defaultChild as ecs.CfnService;
    resource.addPropertyOverride('AvailabilityZoneRebalancing', service.availabilityZoneRebalancing);
  }
  return fargateService;
}
