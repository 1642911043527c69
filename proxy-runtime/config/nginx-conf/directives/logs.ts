import { ConfigError } from '../../config-error.ts';
import { LOG_LEVELS, type LOGS } from '../../directives/logs.ts';
import type { AccessLogTarget, ErrorLogTarget, LogDirectives } from '../../types.ts';
import type { Reading } from '../read/grammar/level.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';
import { readParameters } from '../read/values/parameters.ts';
import { milliseconds, oneOf, positiveSize, valueOf } from '../read/values/values.ts';
import { directive, type Directive as Line } from '../write/syntax/line.ts';
import type { Writing } from '../write/writing.ts';
import type { Forms } from './form.ts';

/** nginx's module log, and error_log of http, server and location blocks. */
export const LOG_FORMS: Forms<LogDirectives, typeof LOGS, HttpLevel> = {
  accessLog: {
    read: { args: '1+', repeats: true, read: readAccessLogs },
    write: (value, { writing }) => {
      if (value === 'on') return [accessLog({ path: 'stdout' }, writing, true)];
      const logs = value === 'off' ? [] : [value].flat();
      return logs.length === 0 ? [directive('access_log', 'off')] : logs.map((log) => accessLog(log, writing));
    },
  },
  errorLog: {
    read: {
      args: '1+',
      repeats: true,
      read: (directive, level) => level.add('errorLog', readErrorLog(directive, level.reading), directive),
    },
    write: (value, { writing }) => errorLogs([value].flat(), writing),
  },
};

function readAccessLogs(directive: Directive, level: HttpLevel): void {
  const [path = '', format = 'combined', ...args] = directive.args;
  if (path === 'off') {
    if (directive.args.length > 1)
      throw errorAt(directive, `invalid parameter ${JSON.stringify(format)} after "access_log off"`);
    level.put('accessLog', 'off', directive);
    return;
  }
  const target = readAccessLog(directive, { path, format, args }, level);
  if (level.values.accessLog !== 'off') level.add('accessLog', target, directive);
}

function readAccessLog(
  directive: Directive,
  { path, format, args }: { readonly path: string; readonly format: string; readonly args: readonly string[] },
  level: HttpLevel,
): AccessLogTarget {
  if (path.includes('$')) {
    throw errorAt(
      directive,
      `"access_log": ${JSON.stringify(path)} has a variable, which is not followed here; write a file, or /dev/stdout`,
    );
  }
  const name = level.reading.logFormats.get(format.toLowerCase());
  if (name === undefined)
    throw errorAt(directive, `unknown log format ${JSON.stringify(format)}; "log_format" must stand before it`);
  let condition: string | undefined;
  let buffer: number | undefined;
  let flush: string | undefined;
  readParameters(directive, args, {
    'buffer=': (value) => (buffer = positiveSize(value)),
    'flush=': (value) => (flush = milliseconds(value)),
    'if=': (value) => (condition = value),
    gzip: refuseGzip,
    'gzip=': refuseGzip,
  });
  if (flush !== undefined && buffer === undefined) throw errorAt(directive, '"access_log": flush= needs a buffer=');
  if (buffer !== undefined) level.notice(directive, 'writes each line at once; buffer= and flush= have no effect here');
  const target = { path: logFile(directive, path, level.reading), format: name };
  return condition === undefined ? target : { ...target, if: condition };
}

function refuseGzip(): never {
  throw new ConfigError('gzip is not here: lines are written as they are; compress files when they are rotated');
}

/** `error_log FILE [LEVEL]`, on any level. */
export function readErrorLog(directive: Directive, reading: Reading): ErrorLogTarget {
  const [path = '', level, ...more] = directive.args;
  if (more.length > 0)
    throw errorAt(directive, `"error_log" has one level, and ${JSON.stringify(more[0])} is another; leave it out`);
  const target = { path: path === 'stderr' ? path : logFile(directive, path, reading) };
  return level === undefined ? target : { ...target, level: valueOf(directive, level, LEVEL) };
}

const LEVEL = oneOf(LOG_LEVELS);

function logFile({ name, ...place }: Directive, path: string, { files }: Reading): string {
  const kind = /^(syslog|memory):/.exec(path)?.[1];
  if (kind !== undefined) {
    const reason = kind === 'syslog' ? 'nothing is sent to a syslog server here' : 'there is no log in memory here';
    throw errorAt(
      place,
      `"${name}": ${reason}; write to ${name === 'error_log' ? 'stderr' : '/dev/stdout'}, where the system collects it, or to a file`,
    );
  }
  if (path === '/dev/stdout' || path === '/dev/stderr') return path.slice('/dev/'.length);
  const file = files.fromPrefix(path);
  // To nginx these are files like others.
  return file === 'stdout' || file === 'stderr' ? `./${file}` : file;
}

function accessLog(
  { path, format = 'combined', if: condition }: AccessLogTarget,
  writing: Writing,
  ours = format === 'json' && !Object.hasOwn(writing.config.logFormats ?? {}, 'json'),
): Line {
  if (ours) writing.jsonUsed = true;
  const words = [
    ...(format === 'combined' && !ours && condition === undefined ? [] : [ours ? writing.jsonFormat : format]),
    ...(condition === undefined ? [] : [`if=${condition}`]),
  ];
  return directive('access_log', stream(path) ?? writing.file(path), ...words);
}

export function errorLogs(logs: readonly ErrorLogTarget[], writing: Writing): Line[] {
  return logs.map(({ path, level }) => {
    // `stderr` is nginx's own word here.
    const name = path === 'stderr' ? path : (stream(path) ?? writing.file(path));
    return directive('error_log', name, ...(level === undefined ? [] : [level]));
  });
}

function stream(path: string): string | undefined {
  return path === 'stdout' || path === 'stderr' ? `/dev/${path}` : undefined;
}
