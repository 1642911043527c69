import type { Directives } from './directive.ts';

/** nginx's levels, the least severe first. */
export const LOG_LEVELS = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'] as const;

/** One of nginx's levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One `access_log`. */
export interface AccessLogTarget {
  /** A file, relative to the working directory; `stdout` and `stderr` are the process's own. */
  readonly path: string;
  /** A name of `logFormats`, or `combined`, or `json`, which is this proxy's own unless `logFormats` has one. @default 'combined' */
  readonly format?: string;
  /** Log only if this value is neither empty nor `0`. @default - log always */
  readonly if?: string;
}

/** One `error_log`. */
export interface ErrorLogTarget {
  /** A file, relative to the working directory; `stderr` is the process's own. */
  readonly path: string;
  /** What is less severe is left out. @default 'error' */
  readonly level?: LogLevel;
}

/** nginx's `log_format`. */
export interface LogFormat {
  /** The line, with variables. */
  readonly format: string;
  /** How values are made safe: `\xXX` for control characters and quotes, JSON's escapes, or not at all. @default 'default' */
  readonly escape?: 'default' | 'json' | 'none';
}

/** Logs: http, server and location level; the main level's `errorLog` is the http level's, too. */
export interface LogDirectives {
  /** Where each request and tunnel gets its line when it is over: `on` is JSON on standard output. @default 'on' */
  readonly accessLog?: 'on' | 'off' | AccessLogTarget | AccessLogTarget[];
  /** Where everything else goes. @default - standard error, from `info` on */
  readonly errorLog?: ErrorLogTarget | ErrorLogTarget[];
}

export const LOGS = {
  accessLog: { kind: 'own', default: 'on' },
  errorLog: { kind: 'own' },
} satisfies Directives<LogDirectives>;
