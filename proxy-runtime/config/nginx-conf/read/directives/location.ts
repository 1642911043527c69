import { ConfigError } from '../../../config-error.ts';
import type { LocationConfig } from '../../../types.ts';
import { interpret } from '../grammar/interpret.ts';
import { directives } from '../grammar/table.ts';
import { errorAt } from '../syntax/directive.ts';
import { valueOf } from '../values/values.ts';
import type { HttpLevel } from './values-of-levels.ts';

/** `location [MODIFIER] PATH { … }`, and what only stands in one. */
export const LOCATION = [
  ...directives<HttpLevel>('repeated server location', '1-2 {', 'location', (directive, level) => {
    const key = valueOf(directive, directive.args.join(' '), (text) => readKey(text, directive.args.length === 2));
    const repeated = Object.hasOwn(level.values.locations ?? {}, key);
    if (repeated && !/^[~@]/.test(key)) throw errorAt(directive, `duplicate location ${JSON.stringify(key)}`);
    const location = level.within('location', directive, repeated ? 'unused' : 'locations', key);
    interpret(directive.block ?? [], location);
    if (repeated) {
      level.notice(directive, `${key} is never used, in nginx either: it is there already`);
      return;
    }
    level.putEntry('locations', key, location.values satisfies LocationConfig, directive);
    if (key.startsWith('@')) level.notice(directive, `${key} is never used: nothing leads to a named location here`);
  }),
  ...directives<HttpLevel>('location', '0', 'internal', (directive, level) => level.put('internal', true, directive)),
];

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
