import type { RewriteDirectives } from '../../../types.ts';
import { directive } from '../syntax/line.ts';
import type { Writers } from './writers.ts';

export const REWRITE: Writers<RewriteDirectives> = {
  set: (variables, _, name) => Object.entries(variables).map(([variable, value]) => directive(name, variable, value)),
  return: ({ code, text }, _, name) => [directive(name, code, ...(text === undefined ? [] : [text]))],
};
