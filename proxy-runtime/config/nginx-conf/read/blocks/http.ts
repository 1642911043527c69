import {
  HTTP_ONLY_FAMILY,
  LOCATION_FAMILY,
  LOCATION_ONLY_FAMILY,
  REQUEST_HEAD_FAMILY,
  REWRITE_FAMILY,
  SSL_FAMILY,
} from '../../directives/families.ts';
import { readersOf } from '../../directives/form.ts';
import { noEffectIn } from '../../directives/no-effect.ts';
import { refusedIn } from '../../directives/refused.ts';
import { Table } from '../grammar/table.ts';
import type { HttpLevel } from '../grammar/values-of-levels.ts';
import { LISTEN } from './listen.ts';
import { LOCATION } from './location.ts';
import { MAP } from './map.ts';
import { SERVER } from './server.ts';
import { SERVER_NAME } from './server-name.ts';
import { UPSTREAM } from './upstream.ts';

/** What stands in http, server and location blocks. */
export const HTTP_TABLE = new Table<HttpLevel>([
  ...MAP,
  ...UPSTREAM,
  ...SERVER,
  ...LISTEN,
  ...SERVER_NAME,
  ...LOCATION,
  ...readersOf(HTTP_ONLY_FAMILY),
  ...readersOf(LOCATION_ONLY_FAMILY),
  ...readersOf(REWRITE_FAMILY),
  ...readersOf(LOCATION_FAMILY),
  ...readersOf(REQUEST_HEAD_FAMILY),
  ...readersOf(SSL_FAMILY),
  ...noEffectIn('http', 'server', 'location'),
  ...refusedIn('http', 'server', 'location'),
]);
