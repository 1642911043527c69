import { directives } from '../../grammar/table.ts';
import { BUFFERS } from './buffers.ts';
import { FILES } from './files.ts';
import { HTTP_2_AND_3 } from './http-2-and-3.ts';
import { noEffect } from './no-effect.ts';
import { OTHER_BACKENDS } from './other-backends.ts';
import { PARAMETERS_OF_REFUSED } from './parameters-of-refused.ts';
import { SSL_NO_EFFECT } from './ssl.ts';

const HS = 'http server';
const HSL = 'http server location';

const MEMORY = "sizes nginx's own memory; it has no effect here";
const LOGGING = "concerns nginx's own logs; it has no effect here";
const BROWSERS = 'concerns old browsers, which have no WebSockets';

/** Of http, server and location blocks. */
export const HTTP_NO_EFFECT = [
  ...directives(
    'http',
    '1',
    `variables_hash_max_size variables_hash_bucket_size server_names_hash_max_size server_names_hash_bucket_size
     map_hash_max_size map_hash_bucket_size`,
    noEffect(MEMORY, 'number'),
  ),
  ...directives(HS, '1', 'connection_pool_size request_pool_size', noEffect(MEMORY, 'size')),
  ...directives(
    HSL,
    '1',
    'proxy_headers_hash_max_size proxy_headers_hash_bucket_size types_hash_max_size types_hash_bucket_size',
    noEffect(MEMORY, 'number'),
  ),
  ...directives(HSL, '1-4', 'open_log_file_cache', noEffect(LOGGING)),
  ...directives(HSL, 'flag', 'rewrite_log uninitialized_variable_warn', noEffect(LOGGING)),
  ...directives(HSL, 'flag', 'msie_padding msie_refresh', noEffect(BROWSERS)),
  ...directives(`repeated ${HSL}`, '1-2', 'keepalive_disable', noEffect(BROWSERS)),
  ...FILES,
  ...BUFFERS,
  ...HTTP_2_AND_3,
  ...SSL_NO_EFFECT,
  ...PARAMETERS_OF_REFUSED,
  ...OTHER_BACKENDS,
];
