import type { Directives } from './directive.ts';

/** nginx's `return CODE [TEXT | URL]`. */
export interface ReturnDirective {
  /** The status, 200 to 999; 444 closes the connection without an answer. */
  readonly code: number;
  /** The body, or for 301, 302, 303, 307 and 308 the URL, which they need; may contain variables. @default - the status's own page */
  readonly text?: string;
}

/** What server and location blocks have in common that is not inherited. */
export interface RewriteDirectives {
  /**
   * Variables set for a request, by name and in this order; values may contain variables: `{ $backend: 'chat:3000' }`. Of nginx's own, `$args` can be
   * set, which changes what backends are asked.
   */
  readonly set?: Readonly<Record<string, string>>;
  /** Answer without a backend, even where there is one. */
  readonly return?: ReturnDirective;
}

export const REWRITE = {
  set: { kind: 'own' },
  return: { kind: 'own' },
} satisfies Directives<RewriteDirectives>;
