import type { ClientDirectives, RequestHeadDirectives } from '../../../types.ts';
import { inherited, type Scope } from '../scope.ts';
import { directive, type Line } from '../syntax/line.ts';
import { file, formatSeconds, formatSize, formatTime, one, size, time, type Writers } from './writers.ts';

export const CLIENT: Writers<ClientDirectives> = {
  // The one size that has a `g`.
  clientMaxBodySize: one,
  clientBodyBufferSize: size,
  clientBodyTempPath: file,
  clientBodyTimeout: time,
  sendTimeout: time,
  keepaliveTimeout: (_, scope) => writeKeepaliveTimeout(scope),
  keepaliveHeaderTimeout: (_, scope) =>
    (scope.level as ClientDirectives).keepaliveTimeout === undefined ? writeKeepaliveTimeout(scope) : [],
  keepaliveRequests: one,
  keepaliveTime: time,
  keepaliveMinTimeout: (value, { writing }, name) => [writing.since('1.27.4', directive(name, formatTime(value)))],
  lingeringClose: one,
  lingeringTime: time,
  lingeringTimeout: time,
  resetTimedoutConnection: one,
  tcpNodelay: one,
};

/** Both of nginx's values; the first has to be there for the second. */
function writeKeepaliveTimeout(scope: Scope): Line[] {
  const { keepaliveTimeout, keepaliveHeaderTimeout } = scope.level as ClientDirectives;
  const timeout = keepaliveTimeout ?? inherited(scope, 'keepaliveTimeout') ?? '75s';
  const header =
    keepaliveHeaderTimeout === undefined
      ? []
      : [formatSeconds(keepaliveHeaderTimeout, scope, 'the second value of keepalive_timeout')];
  return [directive('keepalive_timeout', formatTime(timeout), ...header)];
}

export const REQUEST_HEAD: Writers<RequestHeadDirectives> = {
  clientHeaderTimeout: time,
  clientHeaderBufferSize: size,
  largeClientHeaderBuffers: (value, _, name) => [directive(name, value.number, formatSize(value.size))],
  maxHeaders: (value, { writing }, name) => [writing.since('1.29.8', directive(name, value))],
  underscoresInHeaders: one,
  ignoreInvalidHeaders: one,
  mergeSlashes: one,
};
