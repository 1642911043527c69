/**
 * The proxy's configuration, as data: nginx's directives in camelCase, with nginx's meaning, inheritance and defaults.
 *
 * It is plain JSON, so that it can travel in a container's command. `parseProxyConfig` checks it; see `defaults.ts` for every default.
 */
export type * from './types/access-directives.ts';
export type * from './types/client-directives.ts';
export type * from './types/location.ts';
export type * from './types/log-directives.ts';
export type * from './types/proxy-config.ts';
export type * from './types/proxy-directives.ts';
export type * from './types/resolver-directives.ts';
export type * from './types/response-directives.ts';
export type * from './types/server-directives.ts';
export type * from './types/server.ts';
export type * from './types/upstream.ts';
export type * from './types/values.ts';
