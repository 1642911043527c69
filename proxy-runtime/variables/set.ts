import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Request } from '../exchange/request.ts';
import { findBuiltIn } from './built-in.ts';
import { compileTemplate, type Evaluate, type FindVariable } from './template.ts';

/** A variable that a request is given: by `set`, or from the answer to `auth_request`. */
export interface SetVariable {
  readonly name: string;
  readonly value: Evaluate;
}

/** @throws {@link ConfigError} for a name that nginx's own variables have */
export function compileSet(set: Readonly<Record<string, string>>, find: FindVariable): SetVariable[] {
  return Object.entries(set).map(([key, text]) => {
    const name = key.slice(1);
    if (findBuiltIn(name) !== undefined) throw new ConfigError('is a variable of its own; give it another name', [key]);
    return { name, value: at([key], () => compileTemplate(text, find)) };
  });
}

export function setVariables(variables: readonly SetVariable[], request: Request): void {
  for (const { name, value } of variables) request.values.set(name, value(request));
}

/** Finds variables that requests are given while they are served; they are '' until then. */
export function findGiven(names: ReadonlySet<string>, next: FindVariable): FindVariable {
  return (name) => (names.has(name) ? (request) => request.values.get(name) : next(name));
}
