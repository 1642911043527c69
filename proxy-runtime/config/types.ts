/**
 * The proxy's configuration, as data: nginx's directives in camelCase, with nginx's meaning, inheritance and defaults.
 *
 * It is plain JSON, so that it can travel in a container's command. `parseProxyConfig` checks it; the tables in `directives/` have every default.
 */
export type { AccessDirectives, AccessRule, LimitConnZone, LimitReq, LimitReqZone } from './directives/access.ts';
export type { ClientDirectives, HeaderBuffers, RequestHeadDirectives } from './directives/client.ts';
export type { HttpOnlyDirectives } from './directives/http-only.ts';
export type { LocationOnlyDirectives } from './directives/location-only.ts';
export type { AccessLogTarget, ErrorLogTarget, LogDirectives, LogFormat, LogLevel } from './directives/logs.ts';
export type { MainDirectives } from './directives/main.ts';
export type { NextUpstreamCondition, ProxyDirectives, ProxySslDirectives, RedirectRule } from './directives/proxy.ts';
export type { ResolverConfig, ResolverDirectives } from './directives/resolver.ts';
export type { AddHeader, ResponseDirectives } from './directives/response.ts';
export type { ReturnDirective, RewriteDirectives } from './directives/rewrite.ts';
export type { SslDirectives } from './directives/ssl.ts';
export type {
  Balancer,
  HashBalancer,
  RandomBalancer,
  UpstreamConfig,
  UpstreamDirectives,
  UpstreamServerConfig,
} from './directives/upstream.ts';
export type * from './types/location.ts';
export type * from './types/proxy-config.ts';
export type * from './types/server.ts';
export type * from './types/values.ts';
