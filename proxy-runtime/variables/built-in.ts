import { CONNECTION_VARIABLES } from './built-in/connection.ts';
import { VARIABLES_OF_NOTHING } from './built-in/not-here.ts';
import { PROCESS_VARIABLES } from './built-in/process.ts';
import { REQUEST_PREFIX_VARIABLES, REQUEST_VARIABLES } from './built-in/request.ts';
import { RESPONSE_PREFIX_VARIABLES, RESPONSE_VARIABLES } from './built-in/response.ts';
import { SSL_VARIABLES } from './built-in/ssl.ts';
import { TIME_VARIABLES } from './built-in/time.ts';
import { UPSTREAM_PREFIX_VARIABLES, UPSTREAM_VARIABLES } from './built-in/upstream.ts';
import type { PrefixVariables, Variable, Variables } from './built-in/variable.ts';
import type { FindVariable } from './template.ts';

const VARIABLES: Variables = {
  ...CONNECTION_VARIABLES,
  ...PROCESS_VARIABLES,
  ...REQUEST_VARIABLES,
  ...RESPONSE_VARIABLES,
  ...SSL_VARIABLES,
  ...TIME_VARIABLES,
  ...UPSTREAM_VARIABLES,
  ...VARIABLES_OF_NOTHING,
};

const PREFIX_VARIABLES: PrefixVariables = {
  ...REQUEST_PREFIX_VARIABLES,
  ...RESPONSE_PREFIX_VARIABLES,
  ...UPSTREAM_PREFIX_VARIABLES,
};

/** Whether nginx has a variable of exactly this name, in lower case. */
export function hasVariable(name: string): boolean {
  return Object.hasOwn(VARIABLES, name);
}

/** Finds nginx's own variables, by their name without `$`, which has no case. */
export function findOwnVariable(name: string): Variable | undefined {
  const key = name.toLowerCase();
  if (Object.hasOwn(VARIABLES, key)) return VARIABLES[key];
  for (const [prefix, make] of Object.entries(PREFIX_VARIABLES)) {
    if (key.startsWith(prefix)) return make(key.slice(prefix.length));
  }
  return undefined;
}

/** The same for texts, in which what is not found is ''. */
export const findBuiltIn: FindVariable = (name) => {
  const variable = findOwnVariable(name);
  return variable && ((request) => variable(request) ?? '');
};
