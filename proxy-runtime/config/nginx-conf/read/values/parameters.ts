import { errorAt, type Directive } from '../syntax/directive.ts';
import { valueOf } from './values.ts';

/** What one parameter of a directive means; `value` is what follows its `=`. */
export type Parameter = (value: string) => void;

/**
 * Reads parameters such as `weight=2` and `backup`.
 *
 * @param parameters - by name; a name that ends with `=` has a value
 * @throws ConfigError for one that is none of these
 */
export function readParameters(
  directive: Directive,
  args: readonly string[],
  parameters: Readonly<Record<string, Parameter>>,
): void {
  for (const arg of args) {
    const name = /^\w+=?/.exec(arg)?.[0] ?? arg;
    const read = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (read === undefined || (!name.endsWith('=') && name !== arg)) {
      throw errorAt(
        directive,
        `invalid parameter ${JSON.stringify(arg)} of "${directive.name}"; it may be ${Object.keys(parameters).join(', ')}`,
      );
    }
    valueOf(directive, arg.slice(name.length), read);
  }
}
