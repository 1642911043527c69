import { ConfigError } from '../../config-error.ts';
import type { REWRITE } from '../../directives/rewrite.ts';
import type { ReturnDirective, RewriteDirectives } from '../../types.ts';
import { isRedirect } from '../../values/return-code.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';
import { number, valueOf, variableName } from '../read/values/values.ts';
import { directive } from '../write/syntax/line.ts';
import type { Forms } from './form.ts';

const NEVER = 'is never reached, in nginx either: the "return" before it answers';

/** What is left of nginx's module rewrite. */
export const REWRITE_FORMS: Forms<RewriteDirectives, typeof REWRITE, HttpLevel> = {
  set: {
    read: { args: '2', repeats: true, read: readSet },
    write: (variables, _, name) =>
      Object.entries(variables).map(([variable, value]) => directive(name, variable, value)),
  },
  return: {
    read: {
      args: '1-2',
      repeats: true,
      read: (directive, level) => {
        const returned = valueOf(directive, directive.args[0] ?? '', (first) => readReturn(first, directive.args[1]));
        if (level.values.return === undefined) level.put('return', returned, directive);
        else level.notice(directive, NEVER);
      },
    },
    write: ({ code, text }, _, name) => [directive(name, code, ...(text === undefined ? [] : [text]))],
  },
};

function readSet(directive: Directive, level: HttpLevel): void {
  const [target = '', value = ''] = directive.args;
  const name = valueOf(directive, target, variableName);
  if (level.values.return !== undefined) {
    level.notice(directive, NEVER);
    return;
  }
  const set = Object.entries(level.values.set ?? {});
  const earlier = set.findIndex(([other]) => other.toLowerCase() === name.toLowerCase());
  const using = earlier === -1 ? [] : [...set.slice(earlier + 1), [name, value] as const];
  if (using.some(([, text]) => uses(text, name))) {
    throw errorAt(
      directive,
      `"set" gives ${name} a second value, and its first is used before; set two variables, of different names`,
    );
  }
  const [before] = set[earlier] ?? [];
  if (before !== undefined) level.removeEntry('set', before);
  level.putEntry('set', name, value, directive);
}

function uses(text: string, name: string): boolean {
  const variable = name.slice(1).toLowerCase();
  return [...text.matchAll(/\$\{?(\w+)/g)].some(([, used]) => used?.toLowerCase() === variable);
}

function readReturn(first: string, text: string | undefined): ReturnDirective {
  if (/^\d+$/.test(first)) {
    const code = number(first);
    if (code > 999) throw new ConfigError(`${first} is not a status; the largest is 999`);
    if (code < 200) throw new ConfigError(`${first} is no status that ends a request; write 200 to 999`);
    // nginx sends an empty Location where there is no URL.
    if (text === undefined && isRedirect(code)) return { code, text: '' };
    return text === undefined ? { code } : { code, text };
  }
  if (text === undefined && /^(https?:\/\/|\$scheme)/.test(first)) return { code: 302, text: first };
  throw new ConfigError(
    `${JSON.stringify(first)} is neither a status nor a URL that begins with http://, https:// or $scheme`,
  );
}
