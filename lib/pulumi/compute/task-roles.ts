import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';
import type { ExistingLogGroup } from './log-group.ts';
import {
  createTaskRole,
  grant,
  logPermissions,
  pullPermissions,
  secretPermissions,
  shellPermissions,
} from './permissions.ts';
import type { RuntimeImageConfig } from '../images/runtime-image-config.ts';

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
  enableExecuteCommand: boolean,
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
