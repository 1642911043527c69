import * as v from 'valibot';
import { ConfigError } from '../config-error.ts';
import { TLS_VERSIONS } from '../directives/ssl.ts';
import { parseDnsServer } from '../values/dns-server.ts';
import { nearest } from '../nearest.ts';
import { parseSize } from '../values/size.ts';
import { isLocation } from './suggest-servers.ts';
import { parseTime } from '../values/time.ts';

/** What the parts of the configuration's shape are made of. */

type Entries = Record<string, v.GenericSchema>;

/**
 * An object without unknown keys; the message of one names the key that was probably meant.
 *
 * @param meant - what to write for a string or number, where an object must be
 */
export function object<const E extends Entries>(entries: E, meant?: (value: string | number) => object | undefined) {
  return v.strictObject(entries, (issue) => {
    if (issue.expected === 'Object') {
      const { input } = issue;
      const object = typeof input === 'string' || typeof input === 'number' ? meant?.(input) : undefined;
      return `must be an object${object === undefined ? '' : `; write ${JSON.stringify(object)}`}`;
    }
    if (issue.expected !== 'never') return 'is missing';
    const key = String(issue.path?.at(-1)?.key);
    if ('locations' in entries && isLocation(key)) return 'unknown option; a location stands in "locations"';
    const near = nearest(key, Object.keys(entries));
    return near === undefined ? 'unknown option' : `unknown option; did you mean ${near}?`;
  });
}

/** An object whose keys are the user's own. */
export function record<const K extends v.GenericSchema<string>, const V extends v.GenericSchema>(
  key: K,
  value: V,
  what: string,
) {
  const isRecord = (input: unknown): boolean => typeof input === 'object' && input !== null && !Array.isArray(input);
  return v.pipe(
    v.custom<Record<string, unknown>>(isRecord, `must be an object of ${what}`),
    // Valibot leaves these out of what it returns, and nothing is to be ignored in silence.
    v.check(
      (input) => !['__proto__', 'constructor', 'prototype'].some((name) => Object.hasOwn(input, name)),
      "can't have a key named __proto__, constructor or prototype",
    ),
    v.record(key, value),
  );
}

export function list<const V extends v.GenericSchema>(value: V, what: string) {
  return v.array(value, `must be a list of ${what}`);
}

/** A string or number that `parse` can read; what `parse` says against it is the message. */
function readable(parse: (value: string | number) => unknown, what: string) {
  const complaint = (value: string | number): string | undefined => {
    try {
      parse(value);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return v.pipe(
    v.union([v.string(), v.number()], `must be a ${what}`),
    v.check(
      (value) => complaint(value) === undefined,
      (issue) => complaint(issue.input) ?? '',
    ),
  );
}

export function integer(min: number, max = Number.MAX_SAFE_INTEGER) {
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
  const message = `must be a whole number, ${range}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

export const text = v.pipe(v.string('must be a string'), v.regex(/^[^\0\r\n]*$/, 'must not contain a line break'));
export const name = v.pipe(text, v.minLength(1, 'must not be empty'));
export const headerName = v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not a header name'));
export const dnsServer = v.pipe(
  v.string('must be a string'),
  v.check(
    (text) => parseDnsServer(text) !== undefined,
    "must be an IP address or a host name, with or without a port: '10.0.0.2', '10.0.0.2:53', '[fd00::2]:53', 'dns.internal'",
  ),
);
export const flag = v.picklist(['on', 'off'], "must be 'on' or 'off'");
export const tlsVersion = v.picklist(TLS_VERSIONS, 'must be TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3');
export const bool = v.boolean('must be true or false');
export const time = readable(parseTime, "time: seconds, or nginx's syntax ('90s', '15m')");
export const someBytes = readable((value) => {
  if (parseSize(value) === 0) throw new ConfigError('must be more than 0');
}, "size: bytes, or nginx's syntax ('8k', '1m')");
export const size = readable(parseSize, "size: bytes, or nginx's syntax ('8k', '1m')");

/** Texts by variable name, `$name`. */
export const variables = record(
  v.pipe(v.string(), v.regex(/^\$[a-z0-9_]+$/i, 'must be a variable, like $connection_upgrade')),
  text,
  'variables',
);

/** A value or a list of such. */
export function oneOrMore<const V extends v.GenericSchema>(value: V, message: string) {
  return v.union([value, v.pipe(v.array(value), v.minLength(1, message))], message);
}
