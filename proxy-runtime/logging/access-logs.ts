import { at } from '../config/at.ts';
import { isList } from '../config/values/list.ts';
import { ConfigError } from '../config/config-error.ts';
import type { AccessLogTarget, LogDirectives } from '../config/types.ts';
import type { Request } from '../request/request.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { formatJson } from './json-line.ts';
import type { LogFormats } from './log-format.ts';
import { logPath, type LogPath } from './log-path.ts';

/** An `access_log`, ready to use. */
export interface AccessLog {
  /** Undefined is the proxy's own log: JSON on standard output, or for whoever has taken its lines. */
  readonly path: LogPath | undefined;
  readonly format: Evaluate;
  readonly condition: Evaluate | undefined;
}

const OWN_LOG: AccessLog = { path: undefined, format: formatJson, condition: undefined };

/** Compiles an `accessLog`. @throws {@link ConfigError} */
export function compileAccessLogs(
  value: NonNullable<LogDirectives['accessLog']>,
  formats: LogFormats,
  find: FindVariable,
): readonly AccessLog[] {
  if (value === 'off') return [];
  if (value === 'on') return [OWN_LOG];
  if (!isList(value)) return [compileTarget(value, formats, find)];
  return value.map((target, index) => at([index], () => compileTarget(target, formats, find)));
}

function compileTarget(target: AccessLogTarget, formats: LogFormats, find: FindVariable): AccessLog {
  const { path, format: name = 'combined', if: condition } = target;
  const format = formats.get(name);
  if (format === undefined) {
    const names = [...formats.keys()].join(', ');
    throw new ConfigError(
      `there is no format ${JSON.stringify(name)}; declare it in logFormats, or take one of ${names}`,
      ['format'],
    );
  }
  return {
    path: at(['path'], () => logPath(path)),
    format,
    condition: condition === undefined ? undefined : at(['if'], () => compileTemplate(condition, find)),
  };
}

/** Whether the log has a line for the request: nginx's `if=`. */
export function logsRequest({ condition }: AccessLog, request: Request): boolean {
  const value = condition?.(request);
  return value !== '' && value !== '0';
}
