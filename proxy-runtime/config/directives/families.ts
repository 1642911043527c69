import type { LocationDirectives } from '../types/location.ts';
import type { ServerDirectives } from '../types/server.ts';
import { ACCESS } from './access.ts';
import { CLIENT, REQUEST_HEAD } from './client.ts';
import type { Directives } from './directive.ts';
import { LOGS } from './logs.ts';
import { PROXY, PROXY_SSL } from './proxy.ts';
import { RESOLVER } from './resolver.ts';
import { RESPONSE } from './response.ts';
import { SSL } from './ssl.ts';

/** All directives of http, server and location level: what is in here is inherited, and nothing else is. */
export const LOCATION_DIRECTIVES = {
  ...PROXY,
  ...PROXY_SSL,
  ...CLIENT,
  ...ACCESS,
  ...RESPONSE,
  ...LOGS,
  ...RESOLVER,
} satisfies Directives<LocationDirectives>;

/** All directives of http and server level. */
export const SERVER_DIRECTIVES = { ...REQUEST_HEAD, ...SSL } satisfies Directives<ServerDirectives>;

/** The names of nginx's `ssl_…` directives. */
export const SSL_DIRECTIVES: readonly string[] = Object.keys(SSL);
