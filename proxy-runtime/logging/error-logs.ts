import { at } from '../config/at.ts';
import { isList } from '../config/values/list.ts';
import type { ErrorLogTarget, LogDirectives, LogLevel } from '../config/types.ts';
import type { Request } from '../request/request.ts';
import { logPath, type LogPath } from './log-path.ts';

/** An `error_log`, ready to use. */
export interface ErrorLog {
  /** Undefined is the proxy's own log: standard error, or whoever has taken its lines. */
  readonly path: LogPath | undefined;
  /** What is less severe is left out. */
  readonly level: LogLevel;
}

const OWN_LOG: ErrorLog = { path: undefined, level: 'info' };

/** nginx cuts off what is longer: a client can make it so. */
const MAX_MESSAGE = 2048;

/** Compiles an `errorLog`. @throws {@link ConfigError} */
export function compileErrorLogs(value: LogDirectives['errorLog']): readonly ErrorLog[] {
  if (value === undefined) return [OWN_LOG];
  if (!isList(value)) return [compileTarget(value)];
  return value.map((target, index) => at([index], () => compileTarget(target)));
}

function compileTarget({ path, level = 'error' }: ErrorLogTarget): ErrorLog {
  return { path: at(['path'], () => logPath(path)), level };
}

/** What the proxy's own log says: without the request's line, because WebSocket clients keep their tokens in its query. */
export function ownMessage(message: string, request: Request | undefined): string {
  const cut = message.slice(0, MAX_MESSAGE);
  return request === undefined ? cut : `${cut}, client: ${request.client.remoteAddress}`;
}

/** A line as nginx writes it, a client's control characters made visible. */
export function formatErrorLine(level: LogLevel, message: string, request: Request | undefined): string {
  const about = request === undefined ? message : `*${request.client.number} ${message}${describe(request)}`;
  const line = `${localTime(new Date())} [${level}] ${process.pid}#${process.pid}: ${about}`.slice(0, MAX_MESSAGE);
  return line.replace(/[\0-\x1f\x7f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function describe({ client, server, head }: Request): string {
  const host = head.headers.get('host');
  const referrer = head.headers.get('referer');
  return [
    `, client: ${client.remoteAddress}, server: ${server.name}`,
    head.line === '' ? '' : `, request: "${head.line}"`,
    host === undefined ? '' : `, host: "${host}"`,
    referrer === undefined ? '' : `, referrer: "${referrer}"`,
  ].join('');
}

/** `2026/11/25 11:00:00` */
export function localTime(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('/');
  return `${date} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':')}`;
}
