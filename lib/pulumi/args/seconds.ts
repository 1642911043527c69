import { parseTime } from '../../../proxy-runtime/config/index.ts';
import type { MaybeKnown } from '../../plan/index.ts';
import { wholeSeconds } from '../../plan/timeouts/whole-seconds.ts';

/** A time in seconds, as AWS takes it. */
export function toSeconds(setting: string, time: unknown): MaybeKnown | undefined {
  if (typeof time !== 'string') return time as MaybeKnown | undefined;
  return wholeSeconds(setting, parseTime(time), (whole) => `'${whole}s'`);
}
