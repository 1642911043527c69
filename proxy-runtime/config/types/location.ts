import type { AccessDirectives } from '../directives/access.ts';
import type { ClientDirectives } from '../directives/client.ts';
import type { LogDirectives } from '../directives/logs.ts';
import type { LocationOnlyDirectives } from '../directives/location-only.ts';
import type { ProxyDirectives, ProxySslDirectives } from '../directives/proxy.ts';
import type { ResolverDirectives } from '../directives/resolver.ts';
import type { ResponseDirectives } from '../directives/response.ts';
import type { RewriteDirectives } from '../directives/rewrite.ts';

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

/**
 * Locations; their keys are nginx's, modifier included: `/chat/`, `= /exact`, `^~ /static/`, `~ ^/re`, `~* ^/re`, `@name`. Regular expressions
 * are tried in this order.
 */
export type Locations = Readonly<Record<string, LocationConfig>>;

/** One `location` block. */
export interface LocationConfig extends LocationDirectives, RewriteDirectives, LocationOnlyDirectives {
  /** Locations within this one, which inherit its directives. Where none of them is found, nor a backend, the answer is 404: `{}` says so on purpose. */
  readonly locations?: Locations;
}
