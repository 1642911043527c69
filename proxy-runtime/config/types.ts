/**
 * The proxy's configuration, as data: nginx's directives in camelCase, with nginx's meaning, inheritance and defaults.
 *
 * It is plain JSON, so that it can travel in a container's command. `parseProxyConfig` checks it; the tables in `directives/` have every default.
 */
export type * from './directives/access.ts';
export type * from './directives/client.ts';
export type * from './directives/http-only.ts';
export type * from './directives/location-only.ts';
export type * from './directives/logs.ts';
export type * from './directives/main.ts';
export type * from './directives/proxy.ts';
export type * from './directives/resolver.ts';
export type * from './directives/response.ts';
export type * from './directives/rewrite.ts';
export type * from './directives/ssl.ts';
export type * from './directives/upstream.ts';
export type * from './types/location.ts';
export type * from './types/proxy-config.ts';
export type * from './types/server.ts';
export type * from './types/values.ts';
