import { directives } from '../../grammar/table.ts';
import { noEffect } from './no-effect.ts';

const HSL = 'http server location';

const CACHE = 'concerns a cache, and nothing is stored here';
const COMPRESSION = 'concerns compression, which is not here';
const BODIES = 'concerns changes to bodies, which are passed on as they are here';
const FEATURE = 'concerns something that nginx does only when it is switched on';

/** What only has an effect together with a directive that is refused. */
export const PARAMETERS_OF_REFUSED = [
  ...directives(HSL, '1', 'proxy_cache_key', noEffect(CACHE)),
  ...directives(HSL, '1', 'proxy_cache_min_uses', noEffect(CACHE, 'number')),
  ...directives(HSL, '1', 'proxy_cache_max_range_offset', noEffect(CACHE, 'offset')),
  ...directives(HSL, '1', 'proxy_cache_lock_timeout proxy_cache_lock_age', noEffect(CACHE, 'milliseconds')),
  ...directives(HSL, '1-3', 'proxy_store_access', noEffect(CACHE)),
  ...directives(
    HSL,
    'flag',
    'proxy_cache_lock proxy_cache_revalidate proxy_cache_convert_head proxy_cache_background_update',
    noEffect(CACHE),
  ),
  ...directives(
    `repeated ${HSL}`,
    '1+',
    'proxy_cache_bypass proxy_no_cache proxy_cache_valid proxy_cache_use_stale proxy_cache_methods',
    noEffect(CACHE),
  ),

  ...directives(HSL, '2', 'gzip_buffers gunzip_buffers', noEffect(COMPRESSION, 'size')),
  ...directives(`repeated ${HSL}`, '1+', 'gzip_types gzip_proxied gzip_disable', noEffect(COMPRESSION)),
  ...directives(HSL, '1', 'gzip_comp_level', noEffect(COMPRESSION, 'number')),
  ...directives(HSL, '1', 'gzip_window gzip_hash postpone_gzipping gzip_min_length', noEffect(COMPRESSION, 'size')),
  ...directives(HSL, '1', 'gzip_http_version', noEffect(COMPRESSION)),
  ...directives(HSL, 'flag', 'gzip_no_buffer gzip_vary', noEffect(COMPRESSION)),

  ...directives(
    `repeated ${HSL}`,
    '1+',
    'sub_filter_types ssi_types xslt_types addition_types charset_types',
    noEffect(BODIES),
  ),
  ...directives(
    HSL,
    'flag',
    `sub_filter_once sub_filter_last_modified ssi_silent_errors ssi_ignore_recycled_buffers ssi_last_modified
     xslt_last_modified xml_external_entities image_filter_transparency image_filter_interlace override_charset`,
    noEffect(BODIES),
  ),
  ...directives(HSL, '1', 'ssi_min_file_chunk ssi_value_length image_filter_buffer', noEffect(BODIES, 'size')),
  ...directives(
    HSL,
    '1',
    'xml_entities image_filter_jpeg_quality image_filter_webp_quality image_filter_sharpen source_charset',
    noEffect(BODIES),
  ),
  ...directives(`repeated ${HSL}`, '2', 'xslt_param xslt_string_param', noEffect(BODIES)),

  ...directives(
    HSL,
    'flag',
    'mirror_request_body autoindex_localtime autoindex_exact_size mp4_start_key_frame create_full_put_path',
    noEffect(FEATURE),
  ),
  ...directives(HSL, '1', 'mp4_buffer_size mp4_max_buffer_size', noEffect(FEATURE, 'size')),
  ...directives(HSL, '1', 'min_delete_depth', noEffect(FEATURE, 'number')),
  ...directives(HSL, '1', 'auth_basic_user_file autoindex_format add_trailer_inherit', noEffect(FEATURE)),
  ...directives(HSL, '1-3', 'dav_access userid_flags', noEffect(FEATURE)),
  ...directives(
    HSL,
    '1',
    'userid_service userid_name userid_domain userid_path userid_expires userid_p3p userid_mark',
    noEffect(FEATURE),
  ),
  ...directives('server location', '1', 'referer_hash_max_size referer_hash_bucket_size', noEffect(FEATURE, 'number')),
  ...directives('http', 'flag', 'geoip_proxy_recursive', noEffect(FEATURE)),
];
