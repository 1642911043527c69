import type { Duration } from 'aws-cdk-lib';
import { PlanError, type MaybeKnown } from '../../plan/index.ts';
import { wholeSeconds } from '../../plan/timeouts/whole-seconds.ts';
import { maybeKnown } from '../tokens/numbers.ts';

/** A duration in seconds, as AWS takes it; a token is not known. */
export function toSeconds(setting: string, duration: Duration | undefined): MaybeKnown | undefined {
  if (duration === undefined) return undefined;
  if (duration.isUnresolved()) return maybeKnown(unconverted(setting, duration));
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
