import { isRedirect } from '../config/values/return-code.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { hasVariables } from '../config/values/variables-in-text.ts';
import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import type { ReturnDirective } from '../config/types.ts';

/** A `return`, ready to use. */
export interface Return {
  readonly code: number;
  /** The URL of a redirect or the body; undefined where the status's own page is sent. */
  readonly text: Evaluate | undefined;
}

export function compileReturn({ code, text }: ReturnDirective, find: FindVariable): Return {
  if (isRedirect(code) && text === undefined) {
    throw new ConfigError(`${code} is a redirect, and needs the URL as its text, or '' for none`, ['return']);
  }
  // As in nginx, an error's text is one only if it can be more than nothing, and what is no error has a text even without one.
  const sends = code < 400 || (text !== undefined && (text !== '' || hasVariables(text)));
  return { code, text: sends ? at(['return', 'text'], () => compileTemplate(text ?? '', find)) : undefined };
}
