import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';

/** A statement of an IAM policy that allows something. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resource: pulumi.Input<string>;
}

/** A role that tasks have. */
export function createTaskRole(children: Children, kind: 'taskRole' | 'executionRole', suffix: string): aws.iam.Role {
  const Principal = { Service: 'ecs-tasks.amazonaws.com' };
  return children.addTagged(kind, aws.iam.Role, suffix, {
    assumeRolePolicy: policy([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal }]),
  });
}

export function grant(
  children: Children,
  kind: 'taskPolicy' | 'executionPolicy',
  suffix: string,
  { role, permissions }: { readonly role: aws.iam.Role; readonly permissions: pulumi.Input<readonly Permission[]> },
): aws.iam.RolePolicy {
  const statements = pulumi
    .output(permissions)
    .apply((all) => all.map(({ actions, resource }) => ({ Action: actions, Effect: 'Allow', Resource: resource })));
  return children.add(kind, aws.iam.RolePolicy, suffix, { role: role.name, policy: policy(statements) });
}

/** What pulls an image from a private repository in Amazon ECR; a token is for all of an account's, so AWS allows no narrower resource. */
export function pullPermissions(repositoryArn: pulumi.Input<string>): readonly Permission[] {
  return [
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resource: repositoryArn,
    },
    { actions: ['ecr:GetAuthorizationToken'], resource: '*' },
  ];
}

/** What reads the credentials of a registry. */
export function secretPermissions(secretArn: pulumi.Input<string>): readonly Permission[] {
  return [{ actions: ['secretsmanager:GetSecretValue'], resource: secretArn }];
}

/** What writes to a log group. */
export function logPermissions(logGroupArn: pulumi.Input<string>): readonly Permission[] {
  return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource: streamsOf(logGroupArn) }];
}

/**
 * What a shell in a task needs, and the log of it, which by default goes to the log group of the container. AWS allows no narrower resource
 * for what is at `*`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function shellPermissions(logGroupArn: pulumi.Input<string>): readonly Permission[] {
  return [
    {
      actions: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resource: '*',
    },
    { actions: ['logs:DescribeLogGroups'], resource: '*' },
    {
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resource: streamsOf(logGroupArn),
    },
  ];
}

/** Permissions on log streams are given at `GROUP:*`; CloudFormation's ARN of a group ends so, the API's does not. */
function streamsOf(logGroupArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${logGroupArn}`.apply((arn) => (arn.endsWith(':*') ? arn : `${arn}:*`));
}

function policy(Statement: pulumi.Input<readonly Record<string, unknown>[]>): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: '2012-10-17', Statement });
}
