import { toBytes } from '../config/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import { checkGivenName } from '../variables/names.ts';
import { translate } from './pcre/translate.ts';

/** A regular expression in PCRE's syntax, as far as JavaScript can match the same. @throws {@link ConfigError} */
export function compileRegex(source: string, ignoreCase: boolean): RegExp {
  try {
    const translated = translate(toBytes(source), ignoreCase);
    for (const name of translated.names) checkGivenName(name);
    return new RegExp(translated.source, translated.ignoreCase ? 'i' : '');
  } catch (error) {
    const reason = error instanceof ConfigError ? error.reason : 'is no regular expression that JavaScript can match';
    throw new ConfigError(`the regular expression ${JSON.stringify(source)} ${reason}`);
  }
}

/** Names of the groups, which are variables in nginx; in lower case. */
export function captureNames(source: string): readonly string[] {
  try {
    return translate(toBytes(source), false).names;
  } catch (error) {
    // Whoever compiles it says where it stands.
    if (error instanceof ConfigError) return [];
    throw error;
  }
}
