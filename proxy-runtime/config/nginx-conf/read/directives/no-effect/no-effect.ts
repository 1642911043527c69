import type { AnyLevel } from '../../grammar/level.ts';
import type { Read } from '../../grammar/table.ts';
import { milliseconds, number, offset, seconds, size, text, valueOf } from '../../values/values.ts';

const VALUES = { number, size, offset, milliseconds, seconds, text };

/**
 * A directive that is accepted and noticed.
 *
 * @param why - goes on after its name
 * @param value - what its arguments must be, as in nginx
 * @param silent - values about which there is nothing to say, because they are what this proxy does anyway
 */
export function noEffect(
  why: string,
  value: keyof typeof VALUES = 'text',
  silent: readonly string[] = [],
): Read<AnyLevel> {
  return (directive, level) => {
    for (const arg of directive.args) valueOf<unknown>(directive, arg, VALUES[value]);
    if (!silent.includes(directive.args.join(' ').toLowerCase())) level.notice(directive, why);
  };
}
