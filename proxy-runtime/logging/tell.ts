import type { ErrorLog } from './error-logs.ts';
import type { Logs } from './logs.ts';

/** Writes an alert of the process itself, by which no connection and no configuration at work holds the logs' files open. */
export function tell(logs: Logs, errorLogs: readonly ErrorLog[], message: string): void {
  const close = logs.open(errorLogs.flatMap(({ path }) => path ?? []));
  logs.error(errorLogs, 'alert', message);
  close();
}
