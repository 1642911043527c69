import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { LogsPlan } from '../../plan/index.ts';

/** The log group given, or a new one. */
export function findLogGroup(
  scope: Construct,
  plan: LogsPlan,
  given: { readonly logGroup?: logs.ILogGroup | undefined; readonly logRetention?: logs.RetentionDays | undefined },
): logs.ILogGroup {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are days, as the plan's is
  const retention: logs.RetentionDays = given.logRetention ?? plan.retentionInDays;
  return given.logGroup ?? new logs.LogGroup(scope, 'LogGroup', { retention });
}
