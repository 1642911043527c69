import type { ErrorLog } from './error-logs.ts';
import type { Logs } from './logs.ts';

/** Writes an alert of the process itself: the logs' files are opened for it, as no connection or configuration holds them open then. */
export function writeProcessAlert(logs: Logs, errorLogs: readonly ErrorLog[], message: string): void {
  const close = logs.open(errorLogs.flatMap(({ path }) => path ?? []));
  logs.error(errorLogs, 'alert', message);
  close();
}
