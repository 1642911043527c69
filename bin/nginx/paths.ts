import { resolve } from 'node:path';
import type { NginxArguments } from './arguments.ts';

/** Where nginx's files are; absolute. */
export interface Paths {
  readonly prefix: string;
  readonly confFile: string;
  /** `stderr`, or a file: the log until the configuration names one, and the default of `error_log`. */
  readonly errorLog: string;
}

/** The paths on a command line; there is no compiled-in prefix, so the default is the working directory, as in a build of nginx without one. */
export function resolvePaths({ prefix: given = '', confFile, errorLog }: NginxArguments): Paths {
  const prefix = resolve(given);
  return {
    prefix,
    confFile: resolve(prefix, confFile ?? 'conf/nginx.conf'),
    errorLog: errorLog === 'stderr' ? errorLog : resolve(prefix, errorLog ?? 'logs/error.log'),
  };
}
