import { compileAccessLogs, type AccessLog } from '../../logging/access-logs.ts';
import { compileErrorLogs, type ErrorLog } from '../../logging/error-logs.ts';
import type { LogNeeds } from '../../logging/log-needs.ts';
import { at } from '../../config/at.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import type { Levels } from './levels.ts';
import type { Shared } from './shared.ts';

/** Where lines go. */
export interface LogSettings {
  readonly accessLogs: readonly AccessLog[];
  readonly errorLogs: readonly ErrorLog[];
  /** Of the access logs. */
  readonly logNeeds: LogNeeds;
}

export function logSettings(
  { merged, find }: Levels<DefaultedDirectives>,
  { logFormats, logNeeds }: Shared,
): LogSettings {
  return {
    accessLogs: at(['accessLog'], () => compileAccessLogs(merged.accessLog, logFormats, find)),
    errorLogs: at(['errorLog'], () => compileErrorLogs(merged.errorLog)),
    logNeeds: logNeeds.of(merged.accessLog),
  };
}
