import { directives, type Args } from '../../grammar/table.ts';
import { noEffect } from './no-effect.ts';

const HSL = 'http server location';
const WHY = 'concerns backends that speak something else than HTTP/1';

type ValueOf = Parameters<typeof noEffect>[1];

/** nginx's modules for other kinds of backends; without their `…_pass` they do nothing. */
export const OTHER_BACKENDS = [
  ...['fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached', 'tunnel'].flatMap(commonOf),
  ...['fastcgi', 'uwsgi', 'scgi'].flatMap(bufferingOf),
  ...['grpc', 'uwsgi'].flatMap(sslOf),
  ...directives(HSL, '1', 'fastcgi_index fastcgi_split_path_info uwsgi_string', noEffect(WHY)),
  ...directives(`repeated ${HSL}`, '1', 'fastcgi_catch_stderr', noEffect(WHY)),
  ...directives(HSL, 'flag', 'fastcgi_keep_conn', noEffect(WHY)),
  ...directives(HSL, '1', 'uwsgi_modifier1 uwsgi_modifier2 memcached_gzip_flag', noEffect(WHY, 'number')),
  ...directives(`repeated ${HSL}`, '2', 'grpc_set_header', noEffect(WHY)),
];

function of(protocol: string, placing: string, args: Args, names: string, value?: ValueOf) {
  return directives(placing, args, names.replaceAll(/\w+/g, `${protocol}_$&`), noEffect(WHY, value));
}

function commonOf(protocol: string) {
  return [
    ...of(protocol, HSL, '1-2', 'bind'),
    ...of(protocol, HSL, 'flag', 'socket_keepalive intercept_errors'),
    ...of(protocol, HSL, '1', 'socket_rcvbuf socket_sndbuf send_lowat buffer_size', 'size'),
    ...of(protocol, HSL, '1', 'connect_timeout send_timeout read_timeout next_upstream_timeout', 'milliseconds'),
    ...of(protocol, HSL, '1', 'next_upstream_tries', 'number'),
    ...of(protocol, `repeated ${HSL}`, '1+', 'next_upstream ignore_headers'),
    ...of(protocol, `repeated ${HSL}`, '1', 'pass_header hide_header'),
  ];
}

function bufferingOf(protocol: string) {
  return [
    ...of(protocol, `repeated ${HSL}`, '2-3', 'param'),
    ...of(
      protocol,
      HSL,
      'flag',
      `buffering request_buffering ignore_client_abort pass_request_headers pass_request_body force_ranges cache_lock
       cache_revalidate cache_background_update`,
    ),
    ...of(protocol, HSL, '2', 'buffers', 'size'),
    ...of(protocol, HSL, '1', 'busy_buffers_size max_temp_file_size temp_file_write_size', 'size'),
    ...of(protocol, HSL, '1', 'store limit_rate cache cache_key'),
    ...of(protocol, HSL, '1', 'cache_min_uses', 'number'),
    ...of(protocol, HSL, '1', 'cache_max_range_offset', 'offset'),
    ...of(protocol, HSL, '1', 'cache_lock_timeout cache_lock_age', 'milliseconds'),
    ...of(protocol, HSL, '1-3', 'store_access'),
    ...of(protocol, HSL, '1-4', 'temp_path'),
    ...of(protocol, `repeated ${HSL}`, '1+', 'cache_bypass no_cache cache_valid cache_use_stale cache_methods'),
    ...of(protocol, 'repeated http', '2+', 'cache_path'),
  ];
}

function sslOf(protocol: string) {
  return [
    ...of(protocol, HSL, 'flag', 'ssl_session_reuse ssl_server_name ssl_verify'),
    ...of(protocol, `repeated ${HSL}`, '1+', 'ssl_protocols'),
    ...of(protocol, `repeated ${HSL}`, '2', 'ssl_conf_command'),
    ...of(protocol, HSL, '1-3', 'ssl_certificate_cache'),
    ...of(protocol, HSL, '1', 'ssl_verify_depth', 'number'),
    ...of(
      protocol,
      HSL,
      '1',
      'ssl_ciphers ssl_name ssl_trusted_certificate ssl_crl ssl_certificate ssl_certificate_key ssl_password_file',
    ),
  ];
}
