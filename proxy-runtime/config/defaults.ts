import { REQUEST_HEAD } from './directives/client.ts';
import { defaultsOf, type Defaulted } from './directives/directive.ts';
import { LOCATION_DIRECTIVES } from './directives/families.ts';
import { SSL } from './directives/ssl.ts';
import { UPSTREAM, UPSTREAM_SERVER } from './directives/upstream.ts';
import type {
  LocationDirectives,
  RequestHeadDirectives,
  SslDirectives,
  UpstreamDirectives,
  UpstreamServerConfig,
} from './types.ts';

/** Location-level directives, of which those are absent that nobody states and that have no default. */
export type DefaultedDirectives = Defaulted<LocationDirectives, typeof LOCATION_DIRECTIVES>;

/** nginx's defaults, those of the newest nginx where versions differ (proxy_http_version 1.1, upstream keepalive 32). */
export const LOCATION_DEFAULTS = defaultsOf<LocationDirectives, typeof LOCATION_DIRECTIVES>(LOCATION_DIRECTIVES);

export const SERVER_DEFAULTS = defaultsOf<RequestHeadDirectives, typeof REQUEST_HEAD>(REQUEST_HEAD);

export const SSL_DEFAULTS = defaultsOf<SslDirectives, typeof SSL>(SSL);

export const UPSTREAM_DEFAULTS = defaultsOf<UpstreamDirectives, typeof UPSTREAM>(UPSTREAM);

export const UPSTREAM_SERVER_DEFAULTS = defaultsOf<Omit<UpstreamServerConfig, 'address'>, typeof UPSTREAM_SERVER>(
  UPSTREAM_SERVER,
);
