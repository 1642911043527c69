import * as pulumi from '@pulumi/pulumi';
import type { BackendDirectives as PlainDirectives } from '../../plan/index.ts';
import { isPlain } from '../args/plain.ts';

/** A value, or an output or promise of one; and so all that is in it. */
type Inputs<T> = T extends string | number | boolean | undefined
  ? pulumi.Input<T>
  : pulumi.Input<{ readonly [K in keyof T]: Inputs<T[K]> }>;

/**
 * nginx's directives for the location of a backend: those of a `location` block, but for `proxy_pass`, `return` and nested locations. Their
 * values may be outputs; what an output says is the directive's text, in which `$` begins one of nginx's variables.
 */
export type BackendDirectives = { readonly [K in keyof PlainDirectives]: Inputs<PlainDirectives[K]> };

/** Those that are known when the program runs, all of what they say included. */
export function directivesNow(directives: BackendDirectives): PlainDirectives {
  return Object.fromEntries(Object.entries(directives).filter(([, value]) => isKnown(value)));
}

/** All of them, as soon as they are known. */
export function directivesLater(directives: BackendDirectives): pulumi.Output<PlainDirectives> {
  return pulumi.output(directives) as pulumi.Output<PlainDirectives>;
}

/** Those that are known later. */
export function unknownDirectives(directives: BackendDirectives): BackendDirectives {
  return Object.fromEntries(Object.entries(directives).filter(([, value]) => !isKnown(value)));
}

function isKnown(value: unknown): boolean {
  if (!isPlain(value)) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isKnown);
}
