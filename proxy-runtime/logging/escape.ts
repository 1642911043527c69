import type { LogFormat } from '../config/types.ts';

/** How a value gets into a line; strings are bytes, one character each. */
export const ESCAPES: Readonly<Record<NonNullable<LogFormat['escape']>, (value: string) => string>> = {
  default: (value) => value.replace(/["\\\0-\x1f\x7f-\xff]/g, (char) => `\\x${hex(char)}`),
  json: (value) => value.replace(/["\\\0-\x1f]/g, (char) => JSON_ESCAPES[char] ?? `\\u00${hex(char)}`),
  none: (value) => value,
};

const JSON_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
}
