import { directives, type Args, type Context, type Entry, type Placing } from '../read/grammar/table.ts';
import type { AnyLevel } from '../read/grammar/level.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';

/** Directives that are known and refused for one reason. */
interface Refused {
  /** Why it is not here, and the way out. */
  readonly why: string;
  /** Values that switch the feature off, and are accepted. */
  readonly off?: readonly string[];
  /** Whether one is accepted all the same. */
  readonly unless?: (directive: Directive, level: AnyLevel) => boolean;
  readonly directives: readonly (readonly [placing: Placing, args: Args, names: string])[];
}

const HSL = 'http server location';
const REPEATED = 'repeated http server location';
const OFF = ['off'];

const NO_FILES = 'no files are served; leave them to a web server or S3, and proxy_pass to it';
/** A root without any file. */
const NOWHERE = '/dev/null';

/** What nginx has and this proxy refuses. */
export const REFUSED: readonly Refused[] = [
  {
    why: 'this proxy speaks HTTP; take a Network Load Balancer, or nginx itself, for other protocols',
    directives: [['main', '0 {', 'stream mail']],
  },
  {
    why: "error pages are a web server's business; answer with return, or handle errors in the backend",
    off: OFF,
    directives: [
      [REPEATED, '2+', 'error_page'],
      [HSL, 'flag', 'recursive_error_pages proxy_intercept_errors'],
    ],
  },
  {
    why: 'requests are not rewritten; choose with locations, map and set, or rewrite in the backend',
    directives: [
      ['repeated server location', '2-3', 'rewrite'],
      ['repeated server location', '1+ {', 'if'],
      ['repeated server location', '0', 'break'],
      ['repeated location', '1+ {', 'limit_except'],
    ],
  },
  {
    why: 'a tunnel goes as fast as its ends; limit_conn and limit_req limit clients, proxy_limit_rate responses',
    off: ['0'],
    directives: [[HSL, '1', 'limit_rate limit_rate_after']],
  },
  {
    why: 'bodies are passed on as they are; compress in the backend',
    off: OFF,
    directives: [[HSL, 'flag', 'gzip gunzip']],
  },
  {
    why: 'bodies are passed on as they are; change them in the backend',
    off: [...OFF, '', '0'],
    directives: [
      [REPEATED, '2', 'sub_filter'],
      [HSL, 'flag', 'ssi'],
      [HSL, '1', 'charset slice add_before_body add_after_body'],
      ['repeated http', '2 {', 'charset_map'],
      ['location', '1+', 'xslt_stylesheet'],
      ['location', '1-3', 'image_filter'],
    ],
  },
  {
    why: 'a response of unknown length has chunks; leave it out',
    off: ['on'],
    directives: [[HSL, 'flag', 'chunked_transfer_encoding']],
  },
  {
    why: 'nothing is stored; let a cache in front do it, such as CloudFront, or the backend',
    off: OFF,
    directives: [
      [HSL, '1', 'proxy_cache proxy_store'],
      ['repeated http', '2+', 'proxy_cache_path'],
      [HSL, 'flag', 'proxy_force_ranges'],
    ],
  },
  { why: NO_FILES, off: [...OFF, NOWHERE], directives: [[HSL, '1', 'root']] },
  {
    why: NO_FILES,
    off: OFF,
    directives: [
      ['location', '1', 'alias'],
      [REPEATED, '1+', 'index'],
      [HSL, 'flag', 'autoindex'],
      ['location', 'flag', 'random_index'],
      ['location', '0', 'empty_gif flv mp4'],
      [REPEATED, '1+', 'dav_methods'],
    ],
  },
  {
    why: NO_FILES,
    off: OFF,
    // As we write it ourselves: there is no file, so that it says 404.
    unless: ({ args }, { context, seen }) =>
      context === 'location' && seen.get('root')?.args[0] === NOWHERE && args.join(' ') === '$uri =404',
    directives: [['server location', '2+', 'try_files']],
  },
  {
    why: 'bodies have no files that outlive them; leave it out',
    off: OFF,
    directives: [[HSL, '1', 'client_body_in_file_only']],
  },
  { why: 'it is for files; write add_header Cache-Control', off: OFF, directives: [[HSL, '1-2', 'expires']] },
  {
    why: 'passwords are not checked; ask a backend with auth_request, or allow and deny addresses',
    off: OFF,
    directives: [[HSL, '1', 'auth_basic']],
  },
  {
    why: 'who is refused is refused at once; limit_req slows guessing down',
    off: ['0'],
    directives: [[HSL, '1', 'auth_delay']],
  },
  { why: 'a request goes to one backend; copy it there', off: OFF, directives: [[REPEATED, '1', 'mirror']] },
  {
    why: 'nothing follows a request; the access log has a line for each',
    directives: [[HSL, '1', 'post_action']],
  },
  {
    why: 'counts are in the access log, and health is an endpoint of its own',
    directives: [['server location', '0-1', 'stub_status']],
  },
  {
    why: "auth_request's own requests get no line in the access log",
    off: OFF,
    directives: [[HSL, 'flag', 'log_subrequest']],
  },
  {
    why: 'a body is read after access has been granted',
    directives: [['http server', '1+', 'client_body_early_read']],
  },
  {
    why: 'it watches the memory of nginx; limit connections instead',
    directives: [['http', '1', 'degradation']],
  },
  {
    why: 'it watches the memory of nginx; limit connections instead',
    off: OFF,
    directives: [[HSL, '1', 'degrade']],
  },
  {
    why: 'backends speak HTTP/1.1; write proxy_pass',
    directives: [['location', '1', 'fastcgi_pass uwsgi_pass scgi_pass memcached_pass']],
  },
  {
    why: 'gRPC needs HTTP/2; let an Application Load Balancer route it',
    directives: [['location', '1', 'grpc_pass']],
  },
  {
    why: 'CONNECT is for forward proxies; this one is for backends',
    directives: [['server location', '0-1', 'tunnel_pass']],
  },
  {
    why: 'the client is who connects; behind a load balancer, pass its X-Forwarded-For on with $proxy_add_x_forwarded_for',
    off: OFF,
    directives: [
      [REPEATED, '1', 'set_real_ip_from'],
      [HSL, '1', 'real_ip_header'],
      [HSL, 'flag', 'real_ip_recursive'],
    ],
  },
  {
    why: 'it makes variables of its own; write a map',
    off: OFF,
    directives: [
      ['repeated http', '1-2 {', 'geo'],
      ['repeated http', '2 {', 'split_clients'],
      ['http', '1-2', 'geoip_country geoip_org geoip_city'],
      ['repeated http', '1', 'geoip_proxy'],
      ['repeated server location', '1+', 'valid_referers'],
      [REPEATED, '1-2', 'modern_browser'],
      [REPEATED, '1+', 'ancient_browser'],
      [HSL, '1', 'modern_browser_value ancient_browser_value'],
      [HSL, '1', 'secure_link secure_link_md5 secure_link_secret'],
    ],
  },
  {
    why: "cookies are the backend's, and passed on as they are",
    off: OFF,
    directives: [
      [HSL, '1', 'userid'],
      [REPEATED, '1-2', 'proxy_cookie_domain proxy_cookie_path'],
      [REPEATED, '1-4', 'proxy_cookie_flags'],
    ],
  },
  {
    why: 'trailers are not passed on',
    off: OFF,
    directives: [
      [REPEATED, '2-3', 'add_trailer'],
      [HSL, 'flag', 'proxy_pass_trailers'],
    ],
  },
  {
    why: 'there is no language in here; let the backend do it',
    directives: [
      ['repeated http', '1', 'perl_modules perl_require'],
      ['repeated http', '2', 'perl_set'],
      ['repeated location', '1', 'perl'],
    ],
  },
  {
    why: "OpenSSL's commands can't be given; there are ssl_protocols, ssl_ciphers and their like",
    directives: [
      ['repeated http server', '2', 'ssl_conf_command'],
      [REPEATED, '2', 'proxy_ssl_conf_command'],
    ],
  },
  {
    why: 'certificates of clients are checked against ssl_crl',
    off: OFF,
    directives: [['http server', '1', 'ssl_ocsp ssl_ocsp_responder ssl_ocsp_cache']],
  },
  { why: 'ECH is not spoken; leave it out', directives: [['repeated http server', '1', 'ssl_ech_file']] },
  {
    why: 'no cookies are set or learned; write "ip_hash", or "hash $cookie_NAME consistent" with a cookie of the backend',
    directives: [['repeated upstream', '2+', 'sticky']],
  },
  {
    why: 'answers of a tunnel have no time; write "least_conn"',
    directives: [['repeated upstream', '1-2', 'least_time']],
  },
];

/** Those that could stand in some blocks. */
export function refusedIn(...contexts: readonly Context[]): Entry<AnyLevel>[] {
  return REFUSED.flatMap(({ why, off = [], unless, directives: rows }) =>
    rows.flatMap(([placing, args, names]) =>
      directives<AnyLevel>(placing, args, names, (directive, level) => {
        if (off.includes(directive.args.join(' ').toLowerCase()) || unless?.(directive, level) === true) return;
        throw errorAt(directive, `"${directive.name}" is not here: ${why}`);
      }),
    ),
  ).filter((entry) => entry.contexts.some((context) => contexts.includes(context)));
}
