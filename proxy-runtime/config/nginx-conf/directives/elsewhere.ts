/** Directives that are in none of nginx's blocks that can be read here, by the end of their names, and why they are refused. */
export const ELSEWHERE: readonly { readonly names: RegExp; readonly why: string }[] = [
  {
    names: /^ssl$/,
    why: 'nginx has it no more; write ssl after the address of "listen"',
  },
  {
    names:
      /^(?:auth_http(?:_\w+)?|(?:imap|pop3|smtp)_\w+|starttls|xclient|max_errors|timeout|protocol|proxy|proxy_(?:buffer|timeout|protocol|smtp_auth|pass_error_message))$/,
    why: "it belongs to nginx's mail proxy; this proxy speaks HTTP",
  },
  {
    names:
      /^(?:preread_\w+|proxy_protocol_timeout|ssl_(?:preread|alpn|handshake_timeout)|pass|proxy_(?:half_close|ssl|ssl_alpn|downstream_buffer|upstream_buffer|upload_rate|download_rate|requests|responses))$/,
    why: "it belongs to nginx's stream proxy; this proxy speaks HTTP",
  },
  {
    names:
      /^(?:api|status|status_zone|status_format|health_check(?:_timeout)?|match|queue|state|ntlm|keyval(?:_zone)?|auth_jwt\w*|auth_oidc\w*|oidc_\w+|session_log\w*|f4f\w*|hls\w*|zone_sync\w*|mgmt|internal_redirect|sticky_cookie_insert|upstream_conf|proxy_connect_\w+)$/,
    why: "it is commercial nginx's; leave it out",
  },
  {
    names: /^(?:js_\w+|lua_\w+|\w+_by_lua(?:_file|_block)?|init_by_\w+|perl_\w+|php_\w+|passenger_\w+)$/,
    why: 'there is no language in here; let the backend do it',
  },
  {
    names:
      /^(?:more_(?:set|clear)_(?:input_)?headers|brotli\w*|zstd\w*|geoip2\w*|modsecurity\w*|vhost_traffic_status\w*|pagespeed\w*|echo\w*|fancyindex\w*|opentracing\w*|opentelemetry\w*|otel_\w+|upload_\w+|check\w*|fair|headers_more\w*|rtmp\w*|push_stream\w*|nchan_\w+|set_misc\w*|redis\w*|image_\w+|limit_zone|spdy_\w+)$/,
    why: "it belongs to a module that is not nginx's own; leave it out, or let the backend do it",
  },
];
