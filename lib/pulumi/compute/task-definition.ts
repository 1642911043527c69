import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';
import type { ExistingLogGroup } from './log-group.ts';
import { isPlain } from '../args/plain.ts';
import { laterAtComponent } from '../errors/component-errors.ts';
import type { Plans } from '../planning/plans.ts';
import type { RuntimeImageConfig } from '../images/runtime-image-config.ts';
import { checkSize, containerDefinitions } from './container-definition.ts';
import type { TaskRoles } from './task-roles.ts';

export function createTaskDefinition(
  children: Children,
  { later }: Plans,
  cpuArchitecture: string,
  parts: {
    readonly runtime: RuntimeImageConfig;
    readonly configJson: pulumi.Output<string>;
    readonly roles: Omit<TaskRoles, 'policies'>;
    readonly logGroup: ExistingLogGroup;
  },
): aws.ecs.TaskDefinition {
  const { place } = children;
  const { runtime, configJson, roles, logGroup } = parts;
  const { entryPoint, credentialsParameter } = runtime;
  const config = laterAtComponent(place, pulumi.all([later, configJson]), ([plan, json]) => {
    checkSize(plan, json, entryPoint?.filter(isPlain<string>));
    return json;
  });
  return children.addTagged('taskDefinition', aws.ecs.TaskDefinition, 'task', {
    family: familyName(place.name),
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: later.task.cpu.apply(String),
    memory: later.task.memoryLimitMiB.apply(String),
    runtimePlatform: { cpuArchitecture, operatingSystemFamily: 'LINUX' },
    executionRoleArn: roles.executionRole.arn,
    taskRoleArn: roles.taskRole.arn,
    containerDefinitions: pulumi
      .all([
        later,
        config,
        runtime.image,
        entryPoint && pulumi.all([...entryPoint]),
        credentialsParameter,
        logGroup.name,
        logGroup.arn,
      ])
      .apply(([plan, json, image, words, secret, name, arn]) =>
        containerDefinitions(plan, json, {
          image,
          entryPoint: words,
          credentialsParameter: secret,
          logGroup: name,
          region: regionOf(arn),
        }),
      ),
  });
}

/** Task definitions of one family are revisions of each other, and Pulumi gives it no random suffix: the stack makes it the proxy's own. */
function familyName(name: string): string {
  return [pulumi.getProject(), pulumi.getStack(), name]
    .join('-')
    .replaceAll(/[^\w-]/g, '-')
    .slice(-255);
}

/** `arn:PARTITION:logs:REGION:…`; a mocked log group may have no ARN. */
function regionOf(arn: string | undefined): string | undefined {
  return arn?.split(':')[3];
}
