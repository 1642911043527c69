import type { CLIENT, REQUEST_HEAD } from '../../directives/client.ts';
import type { ClientDirectives, RequestHeadDirectives } from '../../types.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { scalar } from '../read/values/scalar.ts';
import { milliseconds, number, requests, seconds, size, valueOf } from '../read/values/values.ts';
import { inherited, type Scope } from '../write/scope.ts';
import { directive, type Line } from '../write/syntax/line.ts';
import { formatSeconds, formatSize, formatTime } from '../write/writers.ts';
import type { Forms } from './form.ts';

/** The client's connection. */
export const CLIENT_FORMS: Forms<ClientDirectives, typeof CLIENT, HttpLevel> = {
  clientBodyTempPath: {
    read: {
      args: '1-4',
      read: (directive, level) => {
        const [folder = '', ...depths] = directive.args;
        level.put('clientBodyTempPath', level.reading.files.fromPrefix(folder), directive);
        for (const depth of depths) valueOf(directive, depth, number);
        if (depths.length > 0)
          level.notice(directive, 'makes no folders within its folder: such files have no name here');
      },
    },
  },
  keepaliveTimeout: {
    read: {
      args: '1-2',
      read: (directive, level) => {
        const [timeout = '', header] = directive.args;
        level.put('keepaliveTimeout', valueOf(directive, timeout, milliseconds), directive);
        if (header !== undefined) level.put('keepaliveHeaderTimeout', valueOf(directive, header, seconds), directive);
      },
    },
    write: (_, scope) => writeKeepaliveTimeout(scope),
  },
  keepaliveHeaderTimeout: {
    directives: {},
    write: (_, scope) =>
      (scope.level as ClientDirectives).keepaliveTimeout === undefined ? writeKeepaliveTimeout(scope) : [],
  },
  keepaliveRequests: { read: { args: '1', read: scalar(requests) } },
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

/** Reading requests from the client's connection. */
export const REQUEST_HEAD_FORMS: Forms<RequestHeadDirectives, typeof REQUEST_HEAD, HttpLevel> = {
  largeClientHeaderBuffers: {
    read: {
      args: '2',
      read: (directive, level) => {
        const [count = '', each = ''] = directive.args;
        const buffers = { number: valueOf(directive, count, number), size: valueOf(directive, each, size) };
        level.put('largeClientHeaderBuffers', buffers, directive);
      },
    },
    write: (value, _, name) => [directive(name, value.number, formatSize(value.size))],
  },
};
