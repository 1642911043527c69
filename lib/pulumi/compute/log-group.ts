import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';
import type { Plans } from '../planning/plans.ts';

/** A log group, such as an `aws.cloudwatch.LogGroup`. */
export interface ExistingLogGroup {
  /** The name of the log group. */
  readonly name: pulumi.Input<string>;
  /** Its ARN, which the tasks may write to. */
  readonly arn: pulumi.Input<string>;
}

/** The log group given, or a new one. */
export function findLogGroup(
  children: Children,
  { later }: Plans,
  {
    logGroup: given,
    logRetentionInDays,
  }: {
    readonly logGroup?: ExistingLogGroup | undefined;
    readonly logRetentionInDays?: pulumi.Input<number> | undefined;
  },
): { readonly own: aws.cloudwatch.LogGroup | undefined; readonly logGroup: ExistingLogGroup } {
  if (given !== undefined) return { own: undefined, logGroup: given };
  const own = children.addTagged('logGroup', aws.cloudwatch.LogGroup, 'logs', {
    retentionInDays: logRetentionInDays ?? later.logs.retentionInDays,
  });
  return { own, logGroup: own };
}
