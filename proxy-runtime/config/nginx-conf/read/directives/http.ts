import { directives, Table } from '../grammar/table.ts';
import { scalar } from '../values/scalar.ts';
import { milliseconds } from '../values/values.ts';
import { ACCESS } from './access.ts';
import { CLIENT } from './client.ts';
import { HEADERS } from './headers.ts';
import { LIMITS } from './limits.ts';
import { LISTEN } from './listen.ts';
import { LOCATION } from './location.ts';
import { LOGS } from './logs.ts';
import { MAP } from './map.ts';
import { HTTP_NO_EFFECT } from './no-effect/http.ts';
import { PROXY } from './proxy.ts';
import { HTTP_REFUSED } from './refused/http.ts';
import { readResolver } from './resolver.ts';
import { REWRITE } from './rewrite.ts';
import { SERVER } from './server.ts';
import { SERVER_NAME } from './server-name.ts';
import { SSL } from './ssl.ts';
import { UPSTREAM } from './upstream.ts';
import type { HttpLevel } from './values-of-levels.ts';

const RESOLVER = [
  ...directives<HttpLevel>('http server location', '1+', 'resolver', (directive, level) =>
    level.put('resolver', readResolver(directive), directive),
  ),
  ...directives<HttpLevel>('http server location', '1', 'resolver_timeout', scalar(milliseconds)),
];

/** What stands in http, server and location blocks. */
export const HTTP_TABLE = new Table<HttpLevel>([
  ...MAP,
  ...UPSTREAM,
  ...SERVER,
  ...LISTEN,
  ...SERVER_NAME,
  ...LOCATION,
  ...REWRITE,
  ...PROXY,
  ...CLIENT,
  ...ACCESS,
  ...LIMITS,
  ...HEADERS,
  ...LOGS,
  ...RESOLVER,
  ...SSL,
  ...HTTP_NO_EFFECT,
  ...HTTP_REFUSED,
]);
