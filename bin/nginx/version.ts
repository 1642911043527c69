import { VERSION } from '../../proxy-runtime/config/index.ts';
import type { NginxArguments } from './arguments.ts';

/** The nginx this proxy does as, for whoever asks. */
export const NGINX = 'nginx/1.31.5';

/** Modules that a build of nginx has only when asked for, and that are here. */
const WITH = ['http_ssl_module', 'http_auth_request_module'];

/** Modules that nginx has by default, and that are not here. */
const WITHOUT = [
  'http_charset_module',
  'http_gzip_module',
  'http_ssi_module',
  'http_userid_module',
  'http_auth_basic_module',
  'http_mirror_module',
  'http_autoindex_module',
  'http_geo_module',
  'http_split_clients_module',
  'http_referer_module',
  'http_fastcgi_module',
  'http_uwsgi_module',
  'http_scgi_module',
  'http_grpc_module',
  'http_memcached_module',
  'http_empty_gif_module',
  'http_browser_module',
  'http_tunnel_module',
  'http_upstream_least_time_module',
  'http_upstream_sticky_module',
  'http-cache',
];

const HELP = `Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]

Options:
  -?,-h         : this help
  -v            : show version and exit
  -V            : show version and configure options then exit
  -t            : test configuration and exit
  -T            : test configuration, dump it and exit
  -q            : suppress non-error messages during configuration testing
  -s signal     : send signal to a master process: stop, quit, reopen, reload
  -p prefix     : set prefix path (default: NONE)
  -e filename   : set error log file (default: logs/error.log)
  -c filename   : set configuration file (default: conf/nginx.conf)
  -g directives : set global directives out of configuration file

`;

/** What `-v`, `-V` and `-h` print; programs read from it which of nginx's features there are. */
export function describeVersion({ showHelp, showConfigure }: NginxArguments): string {
  const version = `nginx version: ${NGINX} (wsproxy/${VERSION})\n`;
  return [version, showHelp === true ? HELP : '', showConfigure === true ? describeBuild() : ''].join('');
}

function describeBuild(): string {
  const { node, openssl } = process.versions;
  const options = [...WITH.map((name) => `--with-${name}`), ...WITHOUT.map((name) => `--without-${name}`)];
  return [
    `built for Node.js ${node}`,
    `built with OpenSSL ${openssl.replace(/\+.*/, '')}`,
    'TLS SNI support enabled',
    `configure arguments: ${options.join(' ')}\n`,
  ].join('\n');
}
