import { ConfigError } from '../config-error.ts';
import { toBytes } from './bytes.ts';

/** What stands before a location's path: nginx's modifiers, and the `@` of a named location. */
export type LocationModifier = '' | '=' | '^~' | '~' | '~*' | '@';

/** A location's key, taken apart: `/chat/`, `= /exact`, `^~ /static/`, `~ ^/re`, `~* ^/re`, `@name`. */
export interface LocationKey {
  readonly modifier: LocationModifier;
  /** The prefix or the exact path; for a regular expression its source. */
  readonly path: string;
}

/** Takes a location's key apart; a regular expression in it is not looked at. @throws {@link ConfigError} */
export function parseLocationKey(key: string): LocationKey {
  const [, modifier = '', path = ''] = /^(=|\^~|~\*|~|@)? *(\S.*)$/.exec(key) ?? [];
  if (modifier === '~' || modifier === '~*') return { modifier, path };
  if (modifier !== '@' && !path.startsWith('/')) {
    throw new ConfigError(
      `is no location; write a path that starts with /, with nginx's modifier if any: '/chat/', '= /exact', '~ ^/re'`,
    );
  }
  return { modifier: modifier as LocationModifier, path: toBytes(path) };
}

/** Whether a location is found by a regular expression. */
export function isRegexKey({ modifier }: LocationKey): boolean {
  return modifier === '~' || modifier === '~*';
}
