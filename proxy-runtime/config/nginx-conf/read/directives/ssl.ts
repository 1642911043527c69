import { directives } from '../grammar/table.ts';
import { file, files, scalar, words } from '../values/scalar.ts';
import { NO_TLS_VERSIONS, flag, oneOf, seconds, text, tlsVersion } from '../values/values.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HS = 'http server';

/** nginx's module ssl: TLS to clients. */
export const SSL = [
  ...directives<HttpLevel>(`repeated ${HS}`, '1', 'ssl_certificate ssl_certificate_key', files()),
  ...directives<HttpLevel>(
    HS,
    '1',
    'ssl_password_file ssl_dhparam ssl_client_certificate ssl_trusted_certificate ssl_crl',
    file(),
  ),
  ...directives<HttpLevel>(`repeated ${HS}`, '1+', 'ssl_protocols', words(tlsVersion, NO_TLS_VERSIONS)),
  ...directives<HttpLevel>(HS, '1', 'ssl_ciphers ssl_ecdh_curve', scalar(text)),
  ...directives<HttpLevel>(HS, '1', 'ssl_session_timeout', scalar(seconds)),
  ...directives<HttpLevel>(HS, '1', 'ssl_verify_client', scalar(oneOf(['on', 'off', 'optional', 'optional_no_ca']))),
  ...directives<HttpLevel>(
    HS,
    'flag',
    'ssl_prefer_server_ciphers ssl_session_tickets ssl_reject_handshake',
    scalar(flag),
  ),
];
