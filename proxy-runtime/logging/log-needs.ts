import type { AccessLogTarget, LogDirectives, LogFormat } from '../config/types.ts';
import { variablesIn } from '../config/values/variables-in-text.ts';
import { JSON_HEADERS } from './json-line.ts';
import { COMBINED } from './log-format.ts';

/** What the lines of access logs show of a request: a tunnel, whose line may be days away, lets go of the rest. */
export interface LogNeeds {
  /** Whether there are lines at all. */
  readonly lines: boolean;
  /** They show values that are made from whatever there is: by `set`, by a map, by a regular expression. */
  readonly anything: boolean;
  /** The query, as the request line has it. */
  readonly query: boolean;
  /** The normalized URI. */
  readonly uri: boolean;
  /** Header lines of the request, as variables name them. */
  readonly headers: ReadonlySet<string>;
  /** Header lines of the backend's answer. */
  readonly upstreamHeaders: boolean;
}

/** Finds the {@link LogNeeds} of logs. */
export class LogNeedsFinder {
  readonly #formats: Readonly<Record<string, LogFormat>>;
  readonly #assigned: ReadonlySet<string>;

  /** @param assigned - the variables, in lower case, that are not nginx's own, or no longer */
  constructor(formats: Readonly<Record<string, LogFormat>>, assigned: ReadonlySet<string>) {
    this.#formats = formats;
    this.#assigned = assigned;
  }

  /** @param value - one that was compiled without complaint */
  of(value: NonNullable<LogDirectives['accessLog']>): LogNeeds {
    const targets = typeof value === 'object' ? [value].flat() : [];
    const names = value === 'on' ? JSON_VARIABLES : targets.flatMap((target) => this.#variables(target));
    return {
      lines: value !== 'off' && (value === 'on' || targets.length > 0),
      anything: names.some((name) => this.#isAssigned(name)),
      query: names.some((name) => QUERY.has(name)),
      uri: names.some((name) => URI.has(name) || name.startsWith('arg_')),
      headers: new Set(names.flatMap((name) => headerOf(name) ?? [])),
      upstreamHeaders: names.some((name) => /^upstream_(http|cookie)_/.test(name)),
    };
  }

  #variables({ format = 'combined', if: condition = '' }: AccessLogTarget): readonly string[] {
    const ofCondition = variablesIn(condition);
    if (Object.hasOwn(this.#formats, format))
      return [...variablesIn(this.#formats[format]?.format ?? ''), ...ofCondition];
    return [...(format === 'json' ? JSON_VARIABLES : variablesIn(COMBINED.format)), ...ofCondition];
  }

  /** A group of a regular expression counts as assigned, too. */
  #isAssigned(name: string): boolean {
    return this.#assigned.has(name) || /^\d$/.test(name);
  }
}

const JSON_VARIABLES = JSON_HEADERS.map((header) => `http_${header.replaceAll('-', '_')}`);
const QUERY = new Set(['request', 'request_uri']);
const URI = new Set(['uri', 'document_uri', 'args', 'query_string', 'is_args']);

/** Variables of other names that show a header line. */
const HEADERS = new Map([
  ['content_length', 'content_length'],
  ['content_type', 'content_type'],
  ['proxy_add_x_forwarded_for', 'x_forwarded_for'],
  ['remote_user', 'authorization'],
]);

function headerOf(variable: string): string | undefined {
  if (variable.startsWith('cookie_')) return 'cookie';
  return variable.startsWith('http_') ? variable.slice('http_'.length) : HEADERS.get(variable);
}
