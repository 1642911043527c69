import type { AnyLevel } from '../../grammar/level.ts';
import type { Read } from '../../grammar/table.ts';
import { errorAt } from '../../syntax/directive.ts';

/**
 * A directive that is known and refused.
 *
 * @param why - why it is not here, and the way out
 * @param off - values that switch the feature off, and are accepted
 */
export function refused(why: string, off: readonly string[] = []): Read<AnyLevel> {
  return (directive) => {
    if (off.includes(directive.args.join(' ').toLowerCase())) return;
    throw errorAt(directive, `"${directive.name}" is not here: ${why}`);
  };
}
