import { directives, type Args, type Context, type Entry, type Placing } from '../read/grammar/table.ts';
import type { AnyLevel } from '../read/grammar/level.ts';
import { milliseconds, number, offset, oneOf, seconds, size, text, valueOf } from '../read/values/values.ts';
import { checkSessionCache } from '../read/values/zone.ts';

/** What arguments must be, as in nginx. */
const VALUES = {
  number,
  size,
  offset,
  milliseconds,
  seconds,
  text,
  sessionCache: checkSessionCache,
  ignoredHeader: oneOf([
    ...['X-Accel-Redirect', 'X-Accel-Expires', 'X-Accel-Limit-Rate', 'X-Accel-Buffering', 'X-Accel-Charset'],
    ...['Expires', 'Cache-Control', 'Set-Cookie', 'Vary'],
  ]),
};

/** Directives that are accepted with one notice. */
interface NoEffect {
  /** What the notice says after the directive's name. */
  readonly why: string;
  /** Values about which there is nothing to say, because they are what this proxy does anyway. */
  readonly silent?: readonly string[];
  /** What the names begin with, where several kinds of backends have the same. */
  readonly of?: string;
  readonly directives: readonly (readonly [placing: Placing, args: Args, names: string, value?: keyof typeof VALUES])[];
}

const HS = 'http server';
const HSL = 'http server location';
const REPEATED = 'repeated http server location';

const PROTOCOLS = 'concerns backends that speak something else than HTTP/1';
const CRYPTO = "concerns nginx's own OpenSSL; it has no effect here";

/** What nginx has and this proxy takes without doing anything. */
export const NO_EFFECT: readonly NoEffect[] = [
  {
    why: "concerns nginx's own processes; it has no effect here",
    directives: [
      ['main', 'flag', 'master_process quic_bpf'],
      ['main', '1-2', 'user'],
      ['main', '1', 'worker_rlimit_nofile', 'number'],
      ['main', '1', 'worker_rlimit_core', 'offset'],
      ['main', '1', 'timer_resolution', 'milliseconds'],
      ['main', '1', 'lock_file debug_points worker_priority working_directory google_perftools_profiles'],
      ['repeated main', '1', 'env'],
      ['main', '1+', 'worker_cpu_affinity'],
      ['repeated main', '2-3', 'thread_pool'],
    ],
  },
  {
    why: "concerns nginx's own modules; it has no effect here",
    directives: [
      ['repeated main', '1', 'load_module'],
      ['main', 'flag', 'pcre_jit'],
    ],
  },
  {
    why: CRYPTO,
    directives: [
      ['main', '1', 'ssl_engine'],
      ['main', 'flag', 'ssl_object_cache_inheritable'],
      [HS, '1', 'ssl_buffer_size', 'size'],
      [HS, 'flag', 'ssl_certificate_compression'],
      [HS, '1-3', 'ssl_certificate_cache'],
      [HSL, '1-3', 'proxy_ssl_certificate_cache'],
    ],
  },
  {
    why: "concerns how nginx's processes wait for events; it has no effect here",
    directives: [
      ['events', 'flag', 'multi_accept accept_mutex acceptex_read'],
      ['events', '1', 'use'],
      ['events', '1', 'accept_mutex_delay', 'milliseconds'],
      ['events', '1', 'worker_aio_requests epoll_events devpoll_changes devpoll_events eventport_events', 'number'],
      ['events', '1', 'kqueue_changes kqueue_events iocp_threads post_acceptex', 'number'],
      ['repeated events', '1', 'debug_connection'],
    ],
  },
  {
    why: "sizes nginx's own memory; it has no effect here",
    directives: [
      ['http', '1', 'variables_hash_max_size variables_hash_bucket_size', 'number'],
      ['http', '1', 'server_names_hash_max_size server_names_hash_bucket_size', 'number'],
      ['http', '1', 'map_hash_max_size map_hash_bucket_size', 'number'],
      [HS, '1', 'connection_pool_size request_pool_size', 'size'],
      [HSL, '1', 'proxy_headers_hash_max_size proxy_headers_hash_bucket_size', 'number'],
      [HSL, '1', 'types_hash_max_size types_hash_bucket_size', 'number'],
    ],
  },
  {
    why: "concerns nginx's own logs; it has no effect here",
    directives: [
      [HSL, '1-4', 'open_log_file_cache'],
      [HSL, 'flag', 'rewrite_log uninitialized_variable_warn'],
    ],
  },
  {
    why: 'concerns old browsers, which have no WebSockets',
    directives: [
      [HSL, 'flag', 'msie_padding msie_refresh'],
      [REPEATED, '1-2', 'keepalive_disable'],
    ],
  },
  {
    why: 'concerns files that nginx serves, and none are served here',
    directives: [
      [REPEATED, '0 {', 'types'],
      [HSL, 'flag', 'sendfile tcp_nopush aio_write etag log_not_found open_file_cache_errors open_file_cache_events'],
      [HSL, '1', 'sendfile_max_chunk read_ahead', 'size'],
      [HSL, '1', 'directio_alignment', 'offset'],
      [HSL, '1', 'max_ranges open_file_cache_min_uses', 'number'],
      [HSL, '1', 'open_file_cache_valid', 'seconds'],
      [HSL, '1', 'aio directio if_modified_since gzip_static'],
      [HSL, '1-2', 'open_file_cache disable_symlinks'],
    ],
  },
  {
    why: 'has no effect here: what a backend sends is sent on at once',
    silent: ['off'],
    directives: [[HSL, 'flag', 'proxy_buffering']],
  },
  {
    why: "sizes nginx's buffers; here what arrives is sent on at once, in buffers of bounded size",
    directives: [
      [HSL, 'flag', 'client_body_in_single_buffer'],
      [HSL, '2', 'proxy_buffers output_buffers', 'size'],
      [HSL, '1', 'proxy_busy_buffers_size proxy_max_temp_file_size proxy_temp_file_write_size', 'size'],
      [HSL, '1', 'postpone_output subrequest_output_buffer_size', 'size'],
      [HSL, '1-4', 'proxy_temp_path'],
    ],
  },
  {
    why: "concerns the system's sockets, which are as the system makes them here",
    directives: [[HSL, '1', 'send_lowat proxy_send_lowat proxy_socket_rcvbuf proxy_socket_sndbuf', 'size']],
  },
  {
    why: 'has no effect here: none of the headers it can name is followed',
    directives: [[REPEATED, '1+', 'proxy_ignore_headers', 'ignoredHeader']],
  },
  {
    why: 'has no effect here: clients agree on HTTP/1.1, which WebSockets need',
    directives: [
      [HS, 'flag', 'http2 http3 http3_hq quic_retry quic_gso'],
      ['http', '1', 'http2_recv_buffer_size', 'size'],
      [HS, '1', 'http2_max_concurrent_streams http3_max_concurrent_streams', 'number'],
      [HS, '1', 'http2_pool_size http2_body_preread_size http2_streams_index_size http3_stream_buffer_size', 'size'],
      [HS, '1', 'http2_max_concurrent_pushes http2_max_requests http2_max_field_size http2_max_header_size'],
      [HS, '1', 'http2_recv_timeout http2_idle_timeout quic_host_key quic_active_connection_id_limit'],
      [HSL, '1', 'http2_chunk_size', 'size'],
      [REPEATED, '1', 'http2_push'],
      [HSL, 'flag', 'http2_push_preload'],
    ],
  },
  {
    why: 'has no effect here: sessions are resumed by tickets, which need no cache',
    silent: ['off', 'none', 'off off', 'none none', 'off none', 'none off'],
    directives: [['repeated http server', '1-2', 'ssl_session_cache', 'sessionCache']],
  },
  {
    why: 'has no effect here: a process makes its own key for tickets when it starts',
    directives: [['repeated http server', '1', 'ssl_session_ticket_key']],
  },
  {
    why: "has no effect here: a client's chain may have any length",
    directives: [[HS, '1', 'ssl_verify_depth', 'number']],
  },
  {
    why: "has no effect here: a backend's chain may have any length",
    directives: [[HSL, '1', 'proxy_ssl_verify_depth', 'number']],
  },
  {
    why: 'has no effect here: what a client sends too early, it sends again',
    silent: ['off'],
    directives: [[HS, 'flag', 'ssl_early_data']],
  },
  {
    why: 'has no effect here: clients ask the certificate authority themselves',
    silent: ['off'],
    directives: [[HS, 'flag', 'ssl_stapling ssl_stapling_verify']],
  },
  {
    why: 'has no effect here: clients ask the certificate authority themselves',
    directives: [[HS, '1', 'ssl_stapling_file ssl_stapling_responder']],
  },
  {
    why: 'concerns a cache, and nothing is stored here',
    directives: [
      [HSL, '1', 'proxy_cache_key'],
      [HSL, '1', 'proxy_cache_min_uses', 'number'],
      [HSL, '1', 'proxy_cache_max_range_offset', 'offset'],
      [HSL, '1', 'proxy_cache_lock_timeout proxy_cache_lock_age', 'milliseconds'],
      [HSL, '1-3', 'proxy_store_access'],
      [HSL, 'flag', 'proxy_cache_lock proxy_cache_revalidate proxy_cache_convert_head proxy_cache_background_update'],
      [REPEATED, '1+', 'proxy_cache_bypass proxy_no_cache proxy_cache_valid proxy_cache_use_stale proxy_cache_methods'],
    ],
  },
  {
    why: 'concerns compression, which is not here',
    directives: [
      [HSL, '2', 'gzip_buffers gunzip_buffers', 'size'],
      [REPEATED, '1+', 'gzip_types gzip_proxied gzip_disable'],
      [HSL, '1', 'gzip_comp_level', 'number'],
      [HSL, '1', 'gzip_window gzip_hash postpone_gzipping gzip_min_length', 'size'],
      [HSL, '1', 'gzip_http_version'],
      [HSL, 'flag', 'gzip_no_buffer gzip_vary'],
    ],
  },
  {
    why: 'concerns changes to bodies, which are passed on as they are here',
    directives: [
      [REPEATED, '1+', 'sub_filter_types ssi_types xslt_types addition_types charset_types'],
      [HSL, 'flag', 'sub_filter_once sub_filter_last_modified override_charset xslt_last_modified'],
      [HSL, 'flag', 'ssi_silent_errors ssi_ignore_recycled_buffers ssi_last_modified xml_external_entities'],
      [HSL, 'flag', 'image_filter_transparency image_filter_interlace'],
      [HSL, '1', 'ssi_min_file_chunk ssi_value_length image_filter_buffer', 'size'],
      [
        HSL,
        '1',
        'xml_entities image_filter_jpeg_quality image_filter_webp_quality image_filter_sharpen source_charset',
      ],
      [REPEATED, '2', 'xslt_param xslt_string_param'],
    ],
  },
  {
    why: 'concerns something that nginx does only when it is switched on',
    directives: [
      [HSL, 'flag', 'mirror_request_body autoindex_localtime autoindex_exact_size mp4_start_key_frame'],
      [HSL, 'flag', 'create_full_put_path'],
      [HSL, '1', 'mp4_buffer_size mp4_max_buffer_size', 'size'],
      [HSL, '1', 'min_delete_depth', 'number'],
      [HSL, '1', 'auth_basic_user_file autoindex_format add_trailer_inherit'],
      [HSL, '1-3', 'dav_access userid_flags'],
      [HSL, '1', 'userid_service userid_name userid_domain userid_path userid_expires userid_p3p userid_mark'],
      ['server location', '1', 'referer_hash_max_size referer_hash_bucket_size', 'number'],
      ['http', 'flag', 'geoip_proxy_recursive'],
    ],
  },
  {
    why: PROTOCOLS,
    of: 'fastcgi uwsgi scgi grpc memcached tunnel',
    directives: [
      [HSL, '1-2', 'bind'],
      [HSL, 'flag', 'socket_keepalive intercept_errors'],
      [HSL, '1', 'socket_rcvbuf socket_sndbuf send_lowat buffer_size', 'size'],
      [HSL, '1', 'connect_timeout send_timeout read_timeout next_upstream_timeout', 'milliseconds'],
      [HSL, '1', 'next_upstream_tries', 'number'],
      [REPEATED, '1+', 'next_upstream ignore_headers'],
      [REPEATED, '1', 'pass_header hide_header'],
    ],
  },
  {
    why: PROTOCOLS,
    of: 'fastcgi uwsgi scgi',
    directives: [
      [REPEATED, '2-3', 'param'],
      [HSL, 'flag', 'buffering request_buffering ignore_client_abort pass_request_headers pass_request_body'],
      [HSL, 'flag', 'force_ranges cache_lock cache_revalidate cache_background_update'],
      [HSL, '2', 'buffers', 'size'],
      [HSL, '1', 'busy_buffers_size max_temp_file_size temp_file_write_size', 'size'],
      [HSL, '1', 'store limit_rate cache cache_key'],
      [HSL, '1', 'cache_min_uses', 'number'],
      [HSL, '1', 'cache_max_range_offset', 'offset'],
      [HSL, '1', 'cache_lock_timeout cache_lock_age', 'milliseconds'],
      [HSL, '1-3', 'store_access'],
      [HSL, '1-4', 'temp_path'],
      [REPEATED, '1+', 'cache_bypass no_cache cache_valid cache_use_stale cache_methods'],
      ['repeated http', '2+', 'cache_path'],
    ],
  },
  {
    why: PROTOCOLS,
    of: 'grpc uwsgi',
    directives: [
      [HSL, 'flag', 'ssl_session_reuse ssl_server_name ssl_verify'],
      [REPEATED, '1+', 'ssl_protocols'],
      [REPEATED, '2', 'ssl_conf_command'],
      [HSL, '1-3', 'ssl_certificate_cache'],
      [HSL, '1', 'ssl_verify_depth', 'number'],
      [HSL, '1', 'ssl_ciphers ssl_name ssl_trusted_certificate ssl_crl ssl_certificate ssl_certificate_key'],
      [HSL, '1', 'ssl_password_file'],
    ],
  },
  {
    why: PROTOCOLS,
    directives: [
      [HSL, '1', 'fastcgi_index fastcgi_split_path_info uwsgi_string'],
      [REPEATED, '1', 'fastcgi_catch_stderr'],
      [HSL, 'flag', 'fastcgi_keep_conn'],
      [HSL, '1', 'uwsgi_modifier1 uwsgi_modifier2 memcached_gzip_flag', 'number'],
      [REPEATED, '2', 'grpc_set_header'],
    ],
  },
];

/** Those that can stand in some blocks. */
export function noEffectIn(...contexts: readonly Context[]): Entry<AnyLevel>[] {
  return NO_EFFECT.flatMap((group) =>
    group.directives.flatMap(([placing, args, names, value = 'text']) =>
      directives<AnyLevel>(placing, args, namesOf(names, group.of), (directive, level) => {
        for (const arg of directive.args) valueOf<unknown>(directive, arg, VALUES[value]);
        if (group.silent?.includes(directive.args.join(' ').toLowerCase()) !== true) level.notice(directive, group.why);
      }),
    ),
  ).filter((entry) => entry.contexts.some((context) => contexts.includes(context)));
}

function namesOf(names: string, protocols: string | undefined): string {
  if (protocols === undefined) return names;
  return protocols
    .split(' ')
    .map((protocol) => names.replaceAll(/\w+/g, `${protocol}_$&`))
    .join(' ');
}
