import { ConfigError } from '../../../config-error.ts';
import type { LocationConfig } from '../../../types.ts';
import { interpret } from '../grammar/interpret.ts';
import { directives } from '../grammar/table.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';
import { valueOf } from '../values/values.ts';
import type { HttpLevel } from '../grammar/values-of-levels.ts';

/** `location [MODIFIER] PATH { … }`, and what only stands in one. */
export const LOCATION = [
  ...directives<HttpLevel>('repeated server location', '1-2 {', 'location', (directive, level) => {
    const key = valueOf(directive, directive.args.join(' '), (text) => readKey(text, directive.args.length === 2));
    const seen = `location ${key}`;
    const repeated = level.seen.has(seen);
    if (repeated && !/^[~@]/.test(key)) throw errorAt(directive, `duplicate location ${JSON.stringify(key)}`);
    level.seen.set(seen, directive);
    const never = repeated ? 'it is there already' : neverMatches(key, level);
    const location = level.within('location', directive, never === undefined ? 'locations' : 'unused', key);
    interpret(directive.block ?? [], location);
    if (never !== undefined) {
      level.notice(directive, `${key} is never used, in nginx either: ${never}`);
      return;
    }
    completeLocation(directive, location);
    level.putEntry('locations', key, location.values satisfies LocationConfig, directive);
    if (key.startsWith('@')) level.notice(directive, `${key} is never used: nothing leads to a named location here`);
  }),
];

/** Within another location nginx refuses it, for being outside of that; then the check of the whole says so. */
function neverMatches(key: string, { context }: HttpLevel): string | undefined {
  const path = key.replace(/^(?:=|\^~) /, '');
  return /^[~@/]/.test(path) || path === '' || context === 'location' ? undefined : 'no path begins without a slash';
}

function completeLocation(directive: Directive, location: HttpLevel): void {
  const { proxyPass, return: returned, access = [] } = location.values;
  const pass = location.seen.get('proxy_pass');
  if (pass !== undefined && returned !== undefined) {
    location.notice(pass, 'is never reached, in nginx either: the "return" beside it answers');
  }
  if (proxyPass !== undefined || returned !== undefined) return;
  if (!location.seen.has('try_files') && !access.some(({ deny }) => deny === 'all')) {
    location.notice(directive, `${directive.args.join(' ')} ${NO_HANDLER}`);
  }
  if (location.values.locations === undefined) location.put('locations', {}, directive);
}

/** nginx would look into its folder html. */
export const NO_HANDLER = 'has no proxy_pass and no return: it answers 404, as nginx does where it has no such file';

/** A location as a key of the configuration. */
function readKey(text: string, hasModifier: boolean): string {
  const [, modifier = '', path = ''] = /^(=|\^~|~\*?)? ?([^]*)$/.exec(text) ?? [];
  if (hasModifier && (modifier === '' || !text.startsWith(`${modifier} `))) {
    throw new ConfigError(
      `invalid location modifier ${JSON.stringify(text.split(' ')[0])}; it is one of =, ^~, ~ and ~*`,
    );
  }
  if (path === '' && modifier.startsWith('~')) throw new ConfigError('a regular expression must follow the ~');
  return modifier === '' ? path : `${modifier} ${path}`;
}
