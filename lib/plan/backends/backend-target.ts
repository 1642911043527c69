import type { LocationDirectives } from '../../../proxy-runtime/config/index.ts';

/**
 * nginx's directives for the location of a backend: those of a `location` block, but for `proxy_pass`, `return` and nested locations, as the
 * backend is what answers. With `internal: true` clients get 404, and only `authRequest` of another location asks it.
 */
export interface BackendDirectives extends LocationDirectives {
  /** Only for requests of the proxy's own, such as those of `authRequest`; a client gets 404. @default false */
  readonly internal?: boolean;
  /** Variables set for a request, by name and in this order; values may contain variables: `{ $backend: 'chat:3000' }`. @default {} */
  readonly set?: Readonly<Record<string, string>>;
}

/** Where a location's requests go, as plain data. */
export interface BackendTarget {
  readonly scheme: 'http' | 'https';
  /** A name or address, for https the one the certificate must be for; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: string;
  /** nginx's URI part of `proxy_pass`, which replaces the location's own path. @default - the request's path is passed on as it is */
  readonly uri?: string;
  /** nginx's directives for this location, on top of the plan's. @default - none */
  readonly directives?: BackendDirectives;
  /** What the upstream is called, made fit for it. @default - after the location */
  readonly name?: string;
}
