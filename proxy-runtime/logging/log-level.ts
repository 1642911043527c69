import { LOG_LEVELS } from '../config/directives/logs.ts';
import type { LogLevel } from '../config/types.ts';

/** Whether a log that begins at `threshold` has lines of the level. */
export function isLogged(level: LogLevel, threshold: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(threshold);
}
