import { directives } from '../../grammar/table.ts';
import type { HttpLevel } from '../../grammar/values-of-levels.ts';
import { refused } from './refused.ts';

const HSL = 'http server location';
const ON_OFF = ['off'];

const ERROR_PAGES = refused(
  "error pages are a web server's business; answer with return, or handle errors in the backend",
  ON_OFF,
);
const REWRITING = refused('requests are not rewritten; choose with locations, map and set, or rewrite in the backend');
const PACE = refused(
  'a tunnel goes as fast as its ends; limit_conn and limit_req limit clients, proxy_limit_rate responses',
  ['0'],
);
const COMPRESSION = refused('bodies are passed on as they are; compress in the backend', ON_OFF);
const BODIES = refused('bodies are passed on as they are; change them in the backend', [...ON_OFF, '', '0']);
const CACHE = refused('nothing is stored; let a cache in front do it, such as CloudFront, or the backend', ON_OFF);
const NO_FILES = 'no files are served; leave them to a web server or S3, and proxy_pass to it';
const FILES = refused(NO_FILES, ON_OFF);
/** A root without any file. */
const NOWHERE = '/dev/null';
const PASSWORDS = refused(
  'passwords are not checked; ask a backend with auth_request, or allow and deny addresses',
  ON_OFF,
);
const OTHER_BACKENDS = refused('backends speak HTTP/1.1; write proxy_pass');
const CLIENT_ADDRESS = refused(
  'the client is who connects; behind a load balancer, pass its X-Forwarded-For on with $proxy_add_x_forwarded_for',
  ON_OFF,
);
const VARIABLES = refused('it makes variables of its own; write a map', ON_OFF);
const SCRIPTS = refused('there is no language in here; let the backend do it');
const COOKIES = refused("cookies are the backend's, and passed on as they are", ON_OFF);
const TRAILERS = refused('trailers are not passed on', ON_OFF);
const OPENSSL = refused("OpenSSL's commands can't be given; there are ssl_protocols, ssl_ciphers and their like");

/** Of http, server and location blocks. */
export const HTTP_REFUSED = [
  ...directives(`repeated ${HSL}`, '2+', 'error_page', ERROR_PAGES),
  ...directives(HSL, 'flag', 'recursive_error_pages proxy_intercept_errors', ERROR_PAGES),
  ...directives('repeated server location', '2-3', 'rewrite', REWRITING),
  ...directives('repeated server location', '1+ {', 'if', REWRITING),
  ...directives('repeated server location', '0', 'break', REWRITING),
  ...directives('repeated location', '1+ {', 'limit_except', REWRITING),
  ...directives(HSL, '1', 'limit_rate limit_rate_after', PACE),

  ...directives(HSL, 'flag', 'gzip gunzip', COMPRESSION),
  ...directives(`repeated ${HSL}`, '2', 'sub_filter', BODIES),
  ...directives(HSL, 'flag', 'ssi', BODIES),
  ...directives(HSL, '1', 'charset slice add_before_body add_after_body', BODIES),
  ...directives('repeated http', '2 {', 'charset_map', BODIES),
  ...directives('location', '1+', 'xslt_stylesheet', BODIES),
  ...directives('location', '1-3', 'image_filter', BODIES),
  ...directives(
    HSL,
    'flag',
    'chunked_transfer_encoding',
    refused('a response of unknown length has chunks; leave it out', ['on']),
  ),

  ...directives(HSL, '1', 'proxy_cache proxy_store', CACHE),
  ...directives('repeated http', '2+', 'proxy_cache_path', CACHE),
  ...directives(HSL, 'flag', 'proxy_force_ranges', CACHE),

  ...directives(HSL, '1', 'root', refused(NO_FILES, [...ON_OFF, NOWHERE])),
  ...directives('location', '1', 'alias', FILES),
  ...directives(`repeated ${HSL}`, '1+', 'index', FILES),
  ...directives<HttpLevel>('server location', '2+', 'try_files', (directive, level) => {
    // As we write it ourselves: there is no file, so that it says 404.
    const nowhere = level.seen.get('root')?.args[0] === NOWHERE && directive.args.join(' ') === '$uri =404';
    if (!nowhere || level.context !== 'location') FILES(directive, level);
  }),
  ...directives(HSL, 'flag', 'autoindex', FILES),
  ...directives('location', 'flag', 'random_index', FILES),
  ...directives('location', '0', 'empty_gif flv mp4', FILES),
  ...directives(`repeated ${HSL}`, '1+', 'dav_methods', FILES),
  ...directives(
    HSL,
    '1',
    'client_body_in_file_only',
    refused('bodies have no files that outlive them; leave it out', ON_OFF),
  ),
  ...directives(HSL, '1-2', 'expires', refused('it is for files; write add_header Cache-Control', ON_OFF)),

  ...directives(HSL, '1', 'auth_basic', PASSWORDS),
  ...directives(
    HSL,
    '1',
    'auth_delay',
    refused('who is refused is refused at once; limit_req slows guessing down', ['0']),
  ),
  ...directives(`repeated ${HSL}`, '1', 'mirror', refused('a request goes to one backend; copy it there', ON_OFF)),
  ...directives(HSL, '1', 'post_action', refused('nothing follows a request; the access log has a line for each')),
  ...directives(
    'server location',
    '0-1',
    'stub_status',
    refused('counts are in the access log, and health is an endpoint of its own'),
  ),
  ...directives(
    HSL,
    'flag',
    'log_subrequest',
    refused("auth_request's own requests get no line in the access log", ON_OFF),
  ),
  ...directives('http server', '1+', 'client_body_early_read', refused('a body is read after access has been granted')),
  ...directives('http', '1', 'degradation', refused('it watches the memory of nginx; limit connections instead')),
  ...directives(HSL, '1', 'degrade', refused('it watches the memory of nginx; limit connections instead', ON_OFF)),

  ...directives('location', '1', 'fastcgi_pass uwsgi_pass scgi_pass memcached_pass', OTHER_BACKENDS),
  ...directives('location', '1', 'grpc_pass', refused('gRPC needs HTTP/2; let an Application Load Balancer route it')),
  ...directives(
    'server location',
    '0-1',
    'tunnel_pass',
    refused('CONNECT is for forward proxies; this one is for backends'),
  ),

  ...directives(`repeated ${HSL}`, '1', 'set_real_ip_from', CLIENT_ADDRESS),
  ...directives(HSL, '1', 'real_ip_header', CLIENT_ADDRESS),
  ...directives(HSL, 'flag', 'real_ip_recursive', CLIENT_ADDRESS),

  ...directives('repeated http', '1-2 {', 'geo', VARIABLES),
  ...directives('repeated http', '2 {', 'split_clients', VARIABLES),
  ...directives('http', '1-2', 'geoip_country geoip_org geoip_city', VARIABLES),
  ...directives('repeated http', '1', 'geoip_proxy', VARIABLES),
  ...directives('repeated server location', '1+', 'valid_referers', VARIABLES),
  ...directives(`repeated ${HSL}`, '1-2', 'modern_browser', VARIABLES),
  ...directives(`repeated ${HSL}`, '1+', 'ancient_browser', VARIABLES),
  ...directives(HSL, '1', 'modern_browser_value ancient_browser_value', VARIABLES),
  ...directives(HSL, '1', 'secure_link secure_link_md5 secure_link_secret', VARIABLES),
  ...directives(HSL, '1', 'userid', COOKIES),
  ...directives(`repeated ${HSL}`, '1-2', 'proxy_cookie_domain proxy_cookie_path', COOKIES),
  ...directives(`repeated ${HSL}`, '1-4', 'proxy_cookie_flags', COOKIES),
  ...directives(`repeated ${HSL}`, '2-3', 'add_trailer', TRAILERS),
  ...directives(HSL, 'flag', 'proxy_pass_trailers', TRAILERS),

  ...directives('repeated http', '1', 'perl_modules perl_require', SCRIPTS),
  ...directives('repeated http', '2', 'perl_set', SCRIPTS),
  ...directives('repeated location', '1', 'perl', SCRIPTS),

  ...directives('repeated http server', '2', 'ssl_conf_command', OPENSSL),
  ...directives(`repeated ${HSL}`, '2', 'proxy_ssl_conf_command', OPENSSL),
  ...directives('http server', '1', 'ssl_ocsp', refused('certificates of clients are checked against ssl_crl', ON_OFF)),
  ...directives(
    'http server',
    '1',
    'ssl_ocsp_responder ssl_ocsp_cache',
    refused('certificates of clients are checked against ssl_crl', ON_OFF),
  ),
  ...directives('repeated http server', '1', 'ssl_ech_file', refused('ECH is not spoken; leave it out')),
];
