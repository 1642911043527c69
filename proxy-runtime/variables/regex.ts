import { toBytes } from '../config/values/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import { checkAssignedName } from './names.ts';
import { parse } from '../pcre/parser.ts';
import { Regex } from '../pcre/regex.ts';

/** A regular expression in PCRE's syntax. @throws {@link ConfigError} */
export function compileRegex(source: string, ignoreCase: boolean): Regex {
  try {
    const pattern = parse(toBytes(source), ignoreCase);
    for (const name of pattern.names.values()) checkAssignedName(name);
    return new Regex(pattern);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`the regular expression ${JSON.stringify(source)} ${error.reason}`);
  }
}

/** Names of the groups, which are variables in nginx; in lower case. */
export function captureNames(source: string): readonly string[] {
  try {
    return [...parse(toBytes(source), false).names.values()];
  } catch (error) {
    // Whoever compiles it says where it stands.
    if (error instanceof ConfigError) return [];
    throw error;
  }
}
