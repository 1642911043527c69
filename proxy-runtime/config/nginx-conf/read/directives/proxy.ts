import { ConfigError } from '../../../config-error.ts';
import { directives } from '../grammar/table.ts';
import { errorAt } from '../syntax/directive.ts';
import { file, scalar, words } from '../values/scalar.ts';
import { NO_TLS_VERSIONS, flag, milliseconds, number, oneOf, size, text, tlsVersion } from '../values/values.ts';
import { toHeaderLines } from './header-lines.ts';
import { headerLines } from '../../../values/header-lines.ts';
import { PROXY_REDIRECT } from './proxy-redirect.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HSL = 'http server location';

const CONDITIONS = oneOf([
  ...(['error', 'timeout', 'invalid_header', 'http_500', 'http_502', 'http_503', 'http_504'] as const),
  ...(['http_403', 'http_404', 'http_429', 'non_idempotent', 'off'] as const),
]);

/** `proxy_…`: requests to backends. */
export const PROXY = [
  ...PROXY_REDIRECT,
  ...directives<HttpLevel>('location', '1', 'proxy_pass', scalar(text)),
  ...directives<HttpLevel>(`repeated ${HSL}`, '2', 'proxy_set_header', (directive, level) => {
    const [name = '', value = ''] = directive.args;
    const lines = [...headerLines(level.values.proxySetHeader ?? {}), { name, value }];
    level.put('proxySetHeader', toHeaderLines(lines), directive);
    level.reading.places.note([...level.path, 'proxySetHeader', name], directive);
    level.reading.places.note([...level.path, 'proxySetHeader', lines.length - 1], directive);
  }),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1', 'proxy_hide_header proxy_pass_header', words(text)),
  ...directives<HttpLevel>(HSL, '1', 'proxy_http_version', scalar(httpVersion)),
  ...directives<HttpLevel>(HSL, '1', 'proxy_method proxy_set_body', scalar(text)),
  ...directives<HttpLevel>(
    HSL,
    '1',
    'proxy_connect_timeout proxy_send_timeout proxy_read_timeout proxy_next_upstream_timeout',
    scalar(milliseconds),
  ),
  ...directives<HttpLevel>(HSL, '1', 'proxy_buffer_size', scalar(size)),
  ...directives<HttpLevel>(HSL, '1', 'proxy_limit_rate', scalar(rate)),
  ...directives<HttpLevel>(HSL, '1', 'proxy_next_upstream_tries', scalar(number)),
  ...directives<HttpLevel>(
    `repeated ${HSL}`,
    '1+',
    'proxy_next_upstream',
    words(CONDITIONS, { updating: 'concerns a cache, and nothing is stored here' }),
  ),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1+', 'early_hints', words(text)),
  ...directives<HttpLevel>(
    HSL,
    'flag',
    'proxy_request_buffering proxy_ignore_client_abort proxy_socket_keepalive proxy_pass_request_headers proxy_pass_request_body',
    scalar(flag),
  ),
  ...directives<HttpLevel>(HSL, '1-2', 'proxy_bind', (directive, level) => {
    const [address = '', transparent] = directive.args;
    if (transparent !== undefined) {
      throw errorAt(
        directive,
        `"proxy_bind": ${JSON.stringify(transparent)} is not here: other hosts' addresses need a system that routes them; bind to an address of this one`,
      );
    }
    level.put('proxyBind', address, directive);
  }),
  ...directives<HttpLevel>(HSL, 'flag', 'proxy_ssl_session_reuse proxy_ssl_server_name proxy_ssl_verify', scalar(flag)),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1+', 'proxy_ssl_protocols', words(tlsVersion, NO_TLS_VERSIONS)),
  ...directives<HttpLevel>(HSL, '1', 'proxy_ssl_ciphers proxy_ssl_name', scalar(text)),
  ...directives<HttpLevel>(
    HSL,
    '1',
    'proxy_ssl_trusted_certificate proxy_ssl_crl proxy_ssl_certificate proxy_ssl_certificate_key proxy_ssl_password_file',
    file(),
  ),
];

function httpVersion(text: string): string {
  if (text === '2') throw new ConfigError('HTTP/2 has no Upgrade, and is not spoken to backends here; write 1.1');
  return valueOfVersion(text);
}

const valueOfVersion = oneOf(['1.0', '1.1']);

function rate(text: string): string {
  if (text.includes('$'))
    throw new ConfigError(`${JSON.stringify(text)} has a variable, which is not followed here; write a size`);
  return size(text);
}
