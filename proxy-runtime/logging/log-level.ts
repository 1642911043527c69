import type { LogLevel } from '../config/types.ts';

/** nginx's levels, the least severe first. */
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];

/** Whether a log that begins at `threshold` has lines of the level. */
export function isLogged(level: LogLevel, threshold: LogLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(threshold);
}
