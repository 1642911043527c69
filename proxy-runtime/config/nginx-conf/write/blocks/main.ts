import { errorLogs } from '../../directives/logs.ts';
import { formatTime } from '../writers.ts';
import { block, comment, directive, groups, type Line } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';

/** As many connections as most systems allow a process. */
const MANY_CONNECTIONS = 65_536;

/** The main level and `events`. */
export function writeMain(writing: Writing): Line[] {
  const { errorLog, workerConnections = MANY_CONNECTIONS, workerShutdownTimeout } = writing.config;
  writing.notice('SIGTERM ends nginx at once; to drain as this proxy does, stop it with SIGQUIT (nginx -s quit)');
  return groups(
    [
      comment(
        'Means the same to every nginx from 1.22 on, but for the order of header lines: Host is the first since 1.31.4.',
      ),
      comment("Before 1.31 a client's Proxy-Connection is passed on. SIGTERM ends nginx at once; SIGQUIT drains it."),
    ],
    errorLogs(errorLog === undefined ? [{ path: 'stderr', level: 'info' }] : [errorLog].flat(), writing),
    [
      comment('One process, as this proxy is; of several each would count by itself what is in no zone.'),
      directive('worker_processes', 1),
      ...(workerConnections > 1024 ? [directive('worker_rlimit_nofile', workerConnections)] : []),
      ...(workerShutdownTimeout === undefined
        ? []
        : [directive('worker_shutdown_timeout', formatTime(workerShutdownTimeout))]),
    ],
    [block('events', [], [directive('worker_connections', workerConnections)])],
  );
}
