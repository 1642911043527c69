import { toBytes } from '../config/bytes.ts';
import { ConfigError } from '../config/config-error.ts';

/** PCRE's spellings that JavaScript has under another name. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\(\?P</g, '(?<'],
  [/\(\?'(\w+)'/g, '(?<$1>'],
  [/\\A/g, '^'],
  [/\\[zZ]/g, '$'],
  [/\\h/g, '[ \\t]'],
  [/\[:alpha:\]/g, 'a-zA-Z'],
  [/\[:digit:\]/g, '0-9'],
  [/\[:alnum:\]/g, 'a-zA-Z0-9'],
  [/\[:space:\]/g, '\\s'],
];

/** A regular expression in PCRE's syntax, as far as JavaScript can match it. @throws {@link ConfigError} */
export function compileRegex(source: string, ignoreCase: boolean): RegExp {
  const [, inline, rest = ''] = /^(\(\?i\))?(.*)$/s.exec(source) ?? [];
  const translated = SPELLINGS.reduce((text, [from, to]) => text.replaceAll(from, to), rest);
  try {
    return new RegExp(toBytes(translated), ignoreCase || inline !== undefined ? 'i' : '');
  } catch {
    throw new ConfigError(
      `${JSON.stringify(source)} is no regular expression that this proxy can match; it takes JavaScript's syntax, which has most of PCRE's`,
    );
  }
}

/** Names of the groups, which are variables in nginx. */
export function captureNames(source: string): string[] {
  return [...source.matchAll(/\(\?P?[<']([a-z_]\w*)[>']/gi)].map(([, name = '']) => name);
}
