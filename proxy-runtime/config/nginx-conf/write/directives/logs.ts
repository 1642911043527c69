import type { AccessLogTarget, ErrorLogTarget, LogDirectives } from '../../../types.ts';
import { directive, type Directive } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';
import type { Writers } from './writers.ts';

export const LOGS: Writers<LogDirectives> = {
  accessLog: (value, { writing }) => {
    if (value === 'on') return [accessLog({ path: 'stdout' }, writing, true)];
    const logs = value === 'off' ? [] : [value].flat();
    return logs.length === 0 ? [directive('access_log', 'off')] : logs.map((log) => accessLog(log, writing));
  },
  errorLog: (value, { writing }) => errorLogs([value].flat(), writing),
};

function accessLog(
  { path, format = 'combined', if: condition }: AccessLogTarget,
  writing: Writing,
  ours = format === 'json' && !Object.hasOwn(writing.config.logFormats ?? {}, 'json'),
): Directive {
  if (ours) writing.jsonUsed = true;
  const words = [
    ...(format === 'combined' && !ours && condition === undefined ? [] : [ours ? writing.jsonFormat : format]),
    ...(condition === undefined ? [] : [`if=${condition}`]),
  ];
  return directive('access_log', stream(path) ?? writing.file(path), ...words);
}

export function errorLogs(logs: readonly ErrorLogTarget[], writing: Writing): Directive[] {
  return logs.map(({ path, level }) => {
    // `stderr` is nginx's own word here.
    const name = path === 'stderr' ? path : (stream(path) ?? writing.file(path));
    return directive('error_log', name, ...(level === undefined ? [] : [level]));
  });
}

function stream(path: string): string | undefined {
  return path === 'stdout' || path === 'stderr' ? `/dev/${path}` : undefined;
}
