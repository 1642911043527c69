import { isRedirect } from '../http/status.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { at } from './at.ts';
import { ConfigError } from './config-error.ts';
import type { ReturnDirective } from './types.ts';

/** A `return`, ready to use. */
export interface Return {
  readonly code: number;
  readonly text: Evaluate | undefined;
}

export function compileReturn({ code, text }: ReturnDirective, find: FindVariable): Return {
  if (isRedirect(code) && text === undefined) {
    throw new ConfigError(`${code} is a redirect, and needs the URL as its text, or '' for none`, ['return']);
  }
  return { code, text: text === undefined ? undefined : at(['return', 'text'], () => compileTemplate(text, find)) };
}
