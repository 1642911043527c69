import type { ContainerPlan, DeploymentPlan } from '../../plan/index.ts';
import { containerCommand, PlanError, taskDefinitionProblem } from '../../plan/index.ts';
import { RUNTIME_LABELS } from '../../plan/images/runtime-label.ts';

/** What the deployment fills in. */
export interface DeployedParts {
  readonly image: string;
  readonly entryPoint?: readonly string[] | undefined;
  readonly credentialsParameter?: string | undefined;
  readonly logGroup: string;
  readonly region: string | undefined;
}

/** The proxy's container, as ECS takes it; the configuration is in its command whatever the image. */
export function containerDefinitions(
  plan: DeploymentPlan,
  configJson: string,
  { image, entryPoint, credentialsParameter, logGroup, region }: DeployedParts,
): string {
  const { container, logs } = plan;
  return JSON.stringify([
    {
      name: container.name,
      image,
      ...(credentialsParameter !== undefined && { repositoryCredentials: { credentialsParameter } }),
      essential: true,
      entryPoint,
      command: containerCommand(container, configJson),
      portMappings: [container.port, container.healthPort].map((containerPort) => ({ containerPort, protocol: 'tcp' })),
      stopTimeout: container.stopTimeout,
      ulimits: [{ name: 'nofile', softLimit: container.nofile, hardLimit: container.nofile }],
      user: container.user,
      readonlyRootFilesystem: container.readonlyRootFilesystem,
      linuxParameters: linuxParameters(container),
      dockerLabels: RUNTIME_LABELS,
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': logGroup,
          'awslogs-region': region,
          'awslogs-stream-prefix': logs.streamPrefix,
          mode: logs.mode,
          'max-buffer-size': `${logs.maxBufferSizeMiB * 1024 * 1024}b`,
        },
      },
    },
  ]);
}

/** As ECS tells them, `add` included: the provider would replace the task definition at every update for what is missing. */
function linuxParameters({ dropCapabilities, initProcessEnabled }: ContainerPlan): Readonly<Record<string, unknown>> {
  return {
    ...(dropCapabilities.length > 0 && { capabilities: { add: [], drop: dropCapabilities } }),
    ...(initProcessEnabled && { initProcessEnabled }),
  };
}

/**
 * Checks that ECS takes a task definition with this configuration, whatever the deployment fills in.
 *
 * @param entryPoint - as far as it is known
 * @throws PlanError
 */
export function checkSize(plan: DeploymentPlan, configJson: string, entryPoint: readonly string[] | undefined): void {
  const known = containerDefinitions(plan, configJson, { image: '', entryPoint, logGroup: '', region: '' });
  const problem = taskDefinitionProblem(Buffer.byteLength(known));
  if (problem !== undefined) throw new PlanError('WSPROXY_TASK_DEFINITION', problem);
}
