import { at } from '../config/at.ts';
import type { Request, ClientUri } from '../request/request.ts';
import { ARGS, checkAssignedName, variableName } from './names.ts';
import { compileTemplate, type Evaluate, type FindVariable } from './template.ts';

/** A variable that a request is given: by `set`, or from the answer to `auth_request`. */
export interface SetVariable {
  /** In lower case. */
  readonly name: string;
  readonly value: Evaluate;
}

/** @throws {@link ConfigError} for a name that nginx's own variables have */
export function compileSet(set: Readonly<Record<string, string>>, find: FindVariable): SetVariable[] {
  return Object.entries(set).map(([key, text]) => {
    const name = variableName(key);
    at([key], () => checkAssignedName(name));
    return { name, value: at([key], () => compileTemplate(text, find)) };
  });
}

export function setVariables(variables: readonly SetVariable[], request: Request): void {
  for (const { name, value } of variables) {
    if (name === ARGS) setArgs(request, value(request));
    else request.values.set(name, value(request));
  }
}

/** As in nginx, the URI is then no longer the client's own, and a backend gets it as it is normalized. */
function setArgs(request: { uri: ClientUri }, args: string): void {
  request.uri = { ...request.uri, args, rewritten: true };
}

/**
 * Finds variables that requests are given while they are served. Until then they have the value of the map of their name, or are ''.
 *
 * @param maps - finds those of maps
 */
export function findAssigned(names: ReadonlySet<string>, maps: FindVariable, next: FindVariable): FindVariable {
  return (name) => {
    const map = maps(name);
    if (!names.has(name)) return map ?? next(name);
    return (request) => request.values.get(name) ?? map?.(request) ?? '';
  };
}
