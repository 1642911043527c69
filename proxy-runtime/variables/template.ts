import { toBytes } from '../config/values/bytes.ts';
import { splitVariables } from '../config/values/variables-in-text.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Request } from '../request/request.ts';

/** A value computed from a request. */
export type Evaluate = (request: Request) => string;

/** Finds a variable by its name without `$`, in lower case; undefined where there is none. */
export type FindVariable = (name: string) => Evaluate | undefined;

/** Compiles a text with variables. @throws {@link ConfigError} for a variable that does not exist */
export function compileTemplate(text: string, find: FindVariable): Evaluate {
  const evaluators = splitVariables(text).map((part) => compilePart(part, find));
  const [only] = evaluators;
  if (only === undefined) return () => '';
  if (evaluators.length === 1) return only;
  return (request) => {
    let value = '';
    for (const evaluate of evaluators) value += evaluate(request);
    return value;
  };
}

function compilePart(part: string, find: FindVariable): Evaluate {
  const [, braced, name = braced] = /^\$(?:\{(\w+)\}|(\w+))$/.exec(part) ?? [];
  if (name === undefined) {
    const [unclosed] = /\$\{\w*/.exec(part) ?? [];
    if (unclosed !== undefined)
      throw new ConfigError(`${JSON.stringify(part)} has ${unclosed} without a } behind the name`);
    if (part.includes('$')) throw new ConfigError(`${JSON.stringify(part)} has a $ that begins no variable`);
    const bytes = toBytes(part);
    return () => bytes;
  }
  if (/^[1-9]$/.test(name)) {
    const number = Number(name);
    return (request) => request.values.capture(number);
  }
  const evaluate = find(name.toLowerCase());
  if (evaluate === undefined)
    throw new ConfigError(
      `there is no variable $${name}; see the maps, or nginx's names such as $host and $http_upgrade`,
    );
  return evaluate;
}
