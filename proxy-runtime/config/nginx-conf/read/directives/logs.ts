import { ConfigError } from '../../../config-error.ts';
import type { AccessLogTarget, ErrorLogTarget, LogLevel } from '../../../types.ts';
import type { Reading } from '../grammar/level.ts';
import { directives } from '../grammar/table.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';
import { readParameters } from '../values/parameters.ts';
import { milliseconds, oneOf, positiveSize, valueOf } from '../values/values.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HSL = 'http server location';

/** nginx's module log, and error_log of these levels. */
export const LOGS = [
  ...directives<HttpLevel>('repeated http', '2+', 'log_format', (directive, level) => {
    const [name = '', ...strings] = directive.args;
    const { logFormats } = level.reading;
    if (logFormats.get(name.toLowerCase()) === name) {
      throw errorAt(directive, `duplicate "log_format" name ${JSON.stringify(name)}`);
    }
    const escape = /^escape=([^]*)$/.exec(strings[0] ?? '')?.[1];
    const options =
      escape === undefined ? {} : { escape: valueOf(directive, escape, oneOf(['default', 'json', 'none'])) };
    const format = strings.slice(escape === undefined ? 0 : 1).join('');
    if (!logFormats.has(name.toLowerCase())) logFormats.set(name.toLowerCase(), name);
    level.putEntry('logFormats', name, { format, ...options }, directive);
  }),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1+', 'access_log', (directive, level) => {
    const [path = '', format = 'combined', ...args] = directive.args;
    if (path === 'off') {
      if (directive.args.length > 1)
        throw errorAt(directive, `invalid parameter ${JSON.stringify(format)} after "access_log off"`);
      level.put('accessLog', 'off', directive);
      return;
    }
    const target = readAccessLog(directive, { path, format, args }, level);
    if (level.values.accessLog !== 'off') level.add('accessLog', target, directive);
  }),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1+', 'error_log', (directive, level) =>
    level.add('errorLog', readErrorLog(directive, level.reading), directive),
  ),
];

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

const LEVEL = oneOf<LogLevel>(['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg']);

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
