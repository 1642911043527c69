import { toBytes } from '../config/values/bytes.ts';
import type { LogLevel } from '../config/types.ts';
import type { Request } from '../request/request.ts';
import { logsRequest, type AccessLog } from './access-logs.ts';
import { formatErrorLine, ownMessage, type ErrorLog } from './error-logs.ts';
import { LogFiles } from './log-files.ts';
import { isLogged } from './log-level.ts';
import { isStream, type LogPath } from './log-path.ts';
import { writeLine } from './streams.ts';

/** Takes the lines of the proxy's own two logs: those that are in force where the configuration names no other. */
export interface OwnLogs {
  readonly access: (line: string) => void;
  readonly error: (line: string) => void;
}

/** The access log on standard output, the error log on standard error: what a container's log driver collects. */
export function standardLogs(): OwnLogs {
  return {
    access: (line) => writeLine('stdout', line, 'utf8'),
    error: (line) => writeLine('stderr', `${new Date().toISOString()} ${printable(line)}`, 'utf8'),
  };
}

/** Bytes of a client can't forge lines or move a terminal's cursor. */
function printable(line: string): string {
  return line.replace(/[\0-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** All logs of a proxy. */
export class Logs {
  readonly #own: OwnLogs;
  readonly #files: LogFiles;

  /** @param own - takes the lines of the proxy's own logs, instead of the standard streams */
  constructor({ accessLog, errorLog }: { accessLog?: OwnLogs['access']; errorLog?: OwnLogs['error'] } = {}) {
    const standard = standardLogs();
    this.#own = { access: accessLog ?? standard.access, error: errorLog ?? standard.error };
    // It can't be told to a log that may be the one that can't be written.
    this.#files = new LogFiles((message) => standard.error(message));
  }

  /**
   * Opens the files of a configuration, which must be done before it is used.
   *
   * @returns lets go of them
   * @throws Error of one line for a file that can't be opened
   */
  open(paths: Iterable<LogPath>): () => void {
    return this.#files.hold(paths);
  }

  access(logs: readonly AccessLog[], request: Request): void {
    for (const log of logs) {
      if (!logsRequest(log, request)) continue;
      const line = log.format(request);
      if (log.path === undefined) this.#own.access(line);
      else this.#write(log.path, line);
    }
  }

  /** @param request - whose trouble it is */
  error(logs: readonly ErrorLog[], level: LogLevel, message: string, request?: Request): void {
    for (const log of logs) {
      if (!isLogged(level, log.level)) continue;
      if (log.path === undefined) this.#own.error(ownMessage(message, request));
      else this.#write(log.path, bytesOf(formatErrorLine(level, message, request)));
    }
  }

  #write(path: LogPath, line: string): void {
    if (isStream(path)) writeLine(path, line, 'latin1');
    else this.#files.write(path, line);
  }

  /** Opens all files anew, after somebody has moved them: nginx's USR1. */
  reopen(): void {
    this.#files.reopen();
  }
}

/** Messages are bytes, unless they name something of this machine in other letters. */
function bytesOf(line: string): string {
  return /[^\0-\xff]/.test(line) ? toBytes(line) : line;
}
