import type { AccessDirectives } from './access-directives.ts';
import type { ClientDirectives } from './client-directives.ts';
import type { LogDirectives } from './log-directives.ts';
import type { ProxyDirectives, ProxySslDirectives } from './proxy-directives.ts';
import type { ResolverDirectives } from './resolver-directives.ts';
import type { ResponseDirectives } from './response-directives.ts';

/** Directives of http, server and location level; an inner level overrides an outer one, directive by directive. */
export interface LocationDirectives
  extends
    ProxyDirectives,
    ProxySslDirectives,
    ClientDirectives,
    AccessDirectives,
    ResponseDirectives,
    LogDirectives,
    ResolverDirectives {}

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

/**
 * Locations; their keys are nginx's, modifier included: `/chat/`, `= /exact`, `^~ /static/`, `~ ^/re`, `~* ^/re`, `@name`. Regular expressions
 * are tried in this order.
 */
export type Locations = Readonly<Record<string, LocationConfig>>;

/** One `location` block. */
export interface LocationConfig extends LocationDirectives, RewriteDirectives {
  /**
   * The backend: `http://host:port`, `http://upstream-name/uri/`, `https://…`, `http://unix:/path:`; may contain variables, and is then looked up for
   * every request.
   */
  readonly proxyPass?: string;
  /** Only for requests of the proxy's own, such as those of `authRequest`; a client gets 404. @default false */
  readonly internal?: boolean;
  /** Locations within this one, which inherit its directives. Where none of them is found, nor a backend, the answer is 404: `{}` says so on purpose. */
  readonly locations?: Locations;
}
