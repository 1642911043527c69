import { Duration, Size } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { ContainerPlan } from '../../plan/index.ts';
import { RUNTIME_LABELS } from '../../plan/images/runtime-label.ts';
import type { RuntimeImageConfig } from '../images/runtime-image-config.ts';
import type { ComputeContext } from './renderer.ts';

/** Adds the container of the proxy server to its task. */
export function addContainer(
  taskDefinition: ecs.TaskDefinition,
  { image, entryPoint }: RuntimeImageConfig,
  { plan: { container, logs }, command, logGroup }: ComputeContext,
): ecs.ContainerDefinition {
  return taskDefinition.addContainer(container.name, {
    image,
    entryPoint,
    command,
    portMappings: [{ containerPort: container.port }, { containerPort: container.healthPort }],
    stopTimeout: Duration.seconds(container.stopTimeout),
    ulimits: [{ name: ecs.UlimitName.NOFILE, softLimit: container.nofile, hardLimit: container.nofile }],
    user: container.user,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    linuxParameters: linuxParameters(taskDefinition, container),
    dockerLabels: { ...RUNTIME_LABELS },
    logging: ecs.LogDrivers.awsLogs({
      logGroup,
      streamPrefix: logs.streamPrefix,
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(logs.maxBufferSizeMiB),
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
