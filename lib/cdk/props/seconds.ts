import type { Duration } from 'aws-cdk-lib';
import { PlanError } from '../../plan/index.ts';
import { wholeSeconds } from '../../plan/timeouts/whole-seconds.ts';

/** A duration in seconds, as AWS takes it; a token stays one. */
export function toSeconds(setting: string, duration: Duration | undefined): number | undefined {
  if (duration === undefined) return undefined;
  if (duration.isUnresolved()) return unconverted(setting, duration);
  return wholeSeconds(setting, duration.toMilliseconds(), (seconds) => `Duration.seconds(${seconds})`);
}

function unconverted(setting: string, duration: Duration): number {
  try {
    return duration.toSeconds();
  } catch {
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      `${setting} is a token in ${duration.unitLabel()}, but AWS takes seconds; make it with Duration.seconds()`,
    );
  }
}
