import { at } from '../config/at.ts';
import { toBytes } from '../config/values/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import type { LogFormat } from '../config/types.ts';
import type { Variable } from '../variables/built-in/variable.ts';
import { compileTemplate, type Evaluate } from '../variables/template.ts';
import { ESCAPES } from './escape.ts';
import { formatJson } from './json-line.ts';

/** Finds a variable for a log; its value is undefined where nginx finds none, which a log shows as `-`. */
export type FindLogVariable = (name: string) => Variable | undefined;

/** All formats that access logs can name, each giving a line's bytes. */
export type LogFormats = ReadonlyMap<string, Evaluate>;

export const COMBINED: LogFormat = {
  format:
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
};

/** Compiles `logFormats`; nginx's `combined` is there already, and so is `json`, our own, which gives way to another. @throws {@link ConfigError} */
export function compileLogFormats(
  formats: Readonly<Record<string, LogFormat>>,
  find: FindLogVariable,
): Map<string, Evaluate> {
  const compiled = new Map<string, Evaluate>([
    ['combined', compileLogFormat(COMBINED, find)],
    ['json', (request) => toBytes(formatJson(request))],
  ]);
  for (const [name, format] of Object.entries(formats)) {
    at([name], () => {
      if (name === 'combined') throw new ConfigError('is a format of its own; give it another name');
      compiled.set(name, compileLogFormat(format, find));
    });
  }
  return compiled;
}

/** Compiles a `log_format`: only values are escaped, the text around them is as it was written. @throws {@link ConfigError} */
export function compileLogFormat({ format, escape = 'default' }: LogFormat, find: FindLogVariable): Evaluate {
  const [capture] = /\$\{?\d/.exec(format) ?? [];
  if (capture !== undefined) {
    throw new ConfigError(`has the group ${capture}, but logs know groups by name only: (?<name>…), and then $name`, [
      'format',
    ]);
  }
  const escaped = ESCAPES[escape];
  const missing = escape === 'default' ? '-' : '';
  return at(['format'], () =>
    compileTemplate(format, (name) => {
      const variable = find(name);
      if (variable === undefined) return undefined;
      return (request) => {
        const value = variable(request);
        return value === undefined ? missing : escaped(value);
      };
    }),
  );
}
