import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { BoundBackends } from './bind-backends.ts';
import { configJson } from './bind-backends.ts';
import type { Children } from './children.ts';
import { checkSize, containerDefinitions } from './container-definition.ts';
import {
  createTaskRole,
  grant,
  logPermissions,
  pullPermissions,
  secretPermissions,
  shellPermissions,
} from './permissions.ts';
import { isPlain } from './plain.ts';
import { laterAtComponent } from './plan-error.ts';
import type { RuntimeImageConfig } from './runtime-image.ts';
import type { Plans } from './settings.ts';
import type { ExistingLogGroup, WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** The log group given, or a new one. */
export function findLogGroup(
  children: Children,
  { later }: Plans,
  { logGroup: given, logRetentionInDays }: WebSocketProxyArgs,
): { readonly own: aws.cloudwatch.LogGroup | undefined; readonly logGroup: ExistingLogGroup } {
  if (given !== undefined) return { own: undefined, logGroup: given };
  const own = children.addTagged('logGroup', aws.cloudwatch.LogGroup, 'logs', {
    retentionInDays: logRetentionInDays ?? later.logs.retentionInDays,
  });
  return { own, logGroup: own };
}

/** The roles of the tasks, and what they are allowed to. */
export interface TaskRoles {
  /** What the proxy is; it needs no permission but to read the server that a Node image fetches. */
  readonly taskRole: aws.iam.Role;
  /** What starts it: pulls its image and writes its logs. */
  readonly executionRole: aws.iam.Role;
  readonly policies: readonly aws.iam.RolePolicy[];
}

export function createTaskRoles(
  children: Children,
  { enableExecuteCommand = false }: WebSocketProxyArgs,
  { logGroup, runtime }: { readonly logGroup: ExistingLogGroup; readonly runtime: RuntimeImageConfig },
): TaskRoles {
  const { repositoryArn, credentialsParameter, permissions = [] } = runtime;
  const taskRole = createTaskRole(children, 'taskRole', 'task-role');
  const executionRole = createTaskRole(children, 'executionRole', 'execution-role');
  const starting = pulumi
    .output(repositoryArn)
    .apply((arn) => [
      ...(arn === undefined ? [] : pullPermissions(arn)),
      ...(credentialsParameter === undefined ? [] : secretPermissions(credentialsParameter)),
      ...logPermissions(logGroup.arn),
    ]);
  const serving = [...permissions, ...(enableExecuteCommand ? shellPermissions(logGroup.arn) : [])];
  return {
    taskRole,
    executionRole,
    policies: [
      grant(children, 'executionPolicy', 'execution-policy', { role: executionRole, permissions: starting }),
      ...(serving.length > 0
        ? [grant(children, 'taskPolicy', 'task-policy', { role: taskRole, permissions: serving })]
        : []),
    ],
  };
}

export function createTaskDefinition(
  children: Children,
  { later }: Plans,
  args: WebSocketProxyArgs,
  parts: {
    readonly runtime: RuntimeImageConfig;
    readonly backends: BoundBackends;
    readonly roles: TaskRoles;
    readonly logGroup: ExistingLogGroup;
  },
): aws.ecs.TaskDefinition {
  const { place } = children;
  const { cpuArchitecture = 'X86_64' } = args;
  const { runtime, backends, roles, logGroup } = parts;
  const { entryPoint, credentialsParameter } = runtime;
  const written = configJson(place, later, backends, args);
  const config = laterAtComponent(place, pulumi.all([later, written]), ([plan, json]) => {
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
