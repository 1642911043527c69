import { ACCESS } from '../../directives/access.ts';
import { CLIENT, REQUEST_HEAD } from '../../directives/client.ts';
import { LOCATION_DIRECTIVES } from '../../directives/families.ts';
import { HTTP_ONLY } from '../../directives/http-only.ts';
import { LOCATION_ONLY } from '../../directives/location-only.ts';
import { LOGS } from '../../directives/logs.ts';
import { MAIN } from '../../directives/main.ts';
import { PROXY, PROXY_SSL } from '../../directives/proxy.ts';
import { RESOLVER } from '../../directives/resolver.ts';
import { RESPONSE } from '../../directives/response.ts';
import { REWRITE } from '../../directives/rewrite.ts';
import { SSL } from '../../directives/ssl.ts';
import { UPSTREAM } from '../../directives/upstream.ts';
import type {
  HttpOnlyDirectives,
  LocationDirectives,
  LocationOnlyDirectives,
  MainDirectives,
  RequestHeadDirectives,
  ResolverDirectives,
  RewriteDirectives,
  SslDirectives,
  UpstreamDirectives,
} from '../../types.ts';
import type { HttpLevel, MainLevel, UpstreamLevel } from '../read/grammar/values-of-levels.ts';
import { scalar } from '../read/values/scalar.ts';
import { positive } from '../read/values/values.ts';
import { ACCESS_FORMS } from './access.ts';
import { CLIENT_FORMS, REQUEST_HEAD_FORMS } from './client.ts';
import type { Family, Forms } from './form.ts';
import { HTTP_ONLY_FORMS } from './http-only.ts';
import { LOG_FORMS } from './logs.ts';
import { PROXY_FORMS, PROXY_SSL_FORMS } from './proxy.ts';
import { RESOLVER_FORMS } from './resolver.ts';
import { RESPONSE_FORMS } from './response.ts';
import { REWRITE_FORMS } from './rewrite.ts';
import { SSL_FORMS } from './ssl.ts';
import { UPSTREAM_FORMS } from './upstream.ts';

const LOCATION_FORMS: Forms<LocationDirectives, typeof LOCATION_DIRECTIVES, HttpLevel> = {
  ...PROXY_FORMS,
  ...PROXY_SSL_FORMS,
  ...CLIENT_FORMS,
  ...ACCESS_FORMS,
  ...RESPONSE_FORMS,
  ...LOG_FORMS,
  ...RESOLVER_FORMS,
};

const { proxyHttpVersion, ...proxy } = PROXY;
const { internal, proxyPass } = LOCATION_ONLY;

/** The directives of http, server and location blocks; in the order in which an nginx.conf is written. */
export const LOCATION_FAMILY: Family<LocationDirectives, typeof LOCATION_DIRECTIVES, HttpLevel> = {
  in: 'http server location',
  table: {
    ...RESOLVER,
    ...LOGS,
    ...CLIENT,
    ...ACCESS,
    ...RESPONSE,
    // As most files have it: the version before the headers.
    proxyHttpVersion,
    ...proxy,
    ...PROXY_SSL,
  },
  forms: LOCATION_FORMS,
};

export const SSL_FAMILY: Family<SslDirectives, typeof SSL, HttpLevel> = {
  in: 'http server',
  table: SSL,
  forms: SSL_FORMS,
};

export const REQUEST_HEAD_FAMILY: Family<RequestHeadDirectives, typeof REQUEST_HEAD, HttpLevel> = {
  in: 'http server',
  table: REQUEST_HEAD,
  forms: REQUEST_HEAD_FORMS,
};

export const HTTP_ONLY_FAMILY: Family<HttpOnlyDirectives, typeof HTTP_ONLY, HttpLevel> = {
  in: 'http',
  table: HTTP_ONLY,
  forms: HTTP_ONLY_FORMS,
};

export const REWRITE_FAMILY: Family<RewriteDirectives, typeof REWRITE, HttpLevel> = {
  in: 'server location',
  table: REWRITE,
  forms: REWRITE_FORMS,
};

export const LOCATION_ONLY_FAMILY: Family<LocationOnlyDirectives, typeof LOCATION_ONLY, HttpLevel> = {
  in: 'location',
  // As most files have it: who may come, before where they come to.
  table: { internal, proxyPass },
  forms: {},
};

export const UPSTREAM_FAMILY: Family<UpstreamDirectives, typeof UPSTREAM, UpstreamLevel> = {
  in: 'upstream',
  table: UPSTREAM,
  forms: UPSTREAM_FORMS,
};

/** The resolver of an upstream's servers. */
export const UPSTREAM_RESOLVER_FAMILY: Family<ResolverDirectives, typeof RESOLVER, UpstreamLevel> = {
  in: 'upstream',
  table: RESOLVER,
  forms: RESOLVER_FORMS,
};

/** The main level, and the events block within it. */
export const MAIN_FAMILY: Family<MainDirectives, typeof MAIN, MainLevel> = {
  in: 'main',
  table: MAIN,
  forms: { workerConnections: { in: 'events', read: { args: '1', read: scalar(positive) } } },
};
