import { headerLines } from '../../../values/header-lines.ts';
import { parseSize } from '../../../values/size.ts';
import type { ProxyDirectives, ProxySslDirectives, RedirectRule } from '../../../types.ts';
import { inherited, type Scope } from '../scope.ts';
import { comment, directive, type Line } from '../syntax/line.ts';
import { each, file, formatSize, many, one, time, type Writers } from './writers.ts';

export const PROXY: Writers<ProxyDirectives> = {
  proxyHttpVersion: one,
  proxySetHeader: (value, scope) => {
    const lines = headerLines(value)
      .filter(({ name, value: text }) => !(name.toLowerCase() === 'host' && text === '' && speaksHttp11(scope)))
      .map(({ name, value: text }) => directive('proxy_set_header', name, text));
    // Before 1.29.7 nginx says `close` unless it is told to say nothing.
    const said = lines.some(({ args: [name] }) => name?.toLowerCase() === 'connection');
    return said ? lines : [...lines, directive('proxy_set_header', 'Connection', '')];
  },
  proxyMethod: one,
  proxyPassRequestHeaders: one,
  proxyPassRequestBody: one,
  proxySetBody: one,
  proxyRedirect: (value, scope) => writeRedirect(value, scope),
  proxyHideHeader: (value, scope, name) =>
    // One that is hidden anyway: any line makes nginx forget the outer level's.
    value.length === 0 && isInherited(scope, 'proxyHideHeader') ? [directive(name, 'X-Pad')] : each(value, scope, name),
  proxyPassHeader: (value, scope, name) => {
    if (value.length > 0 || !isInherited(scope, 'proxyPassHeader')) return each(value, scope, name);
    // One that is passed anyway.
    return [directive(name, 'ETag')];
  },
  proxyConnectTimeout: time,
  proxyReadTimeout: time,
  proxySendTimeout: time,
  proxyBufferSize: (value, _, name) => {
    const text = formatSize(value);
    // nginx refuses a head that is large beside the buffers for bodies.
    const buffers = parseSize(value) > 4096 ? [directive('proxy_buffers', 8, text)] : [];
    return [directive(name, text), ...buffers];
  },
  proxyRequestBuffering: one,
  proxyLimitRate: (value, scope, name) => {
    // This proxy never holds a response back, nor in files; but nginx limits only what it buffers.
    if (parseSize(value) > 0) {
      return [
        directive(name, formatSize(value)),
        directive('proxy_buffering', 'on'),
        directive('proxy_max_temp_file_size', 0),
      ];
    }
    const rate = parseSize(inherited(scope, 'proxyLimitRate') ?? 0) > 0 ? [directive(name, 0)] : [];
    return [...rate, directive('proxy_buffering', 'off')];
  },
  proxyNextUpstream: (value, _, name) => [directive(name, ...(value.length > 0 ? value : ['off']))],
  proxyNextUpstreamTries: one,
  proxyNextUpstreamTimeout: time,
  proxyIgnoreClientAbort: one,
  proxyBind: one,
  proxySocketKeepalive: (value, { writing }, name) => {
    const line = directive(name, value);
    if (value === 'off') return [line];
    writing.notice(
      'proxy_socket_keepalive: this proxy probes after 60 s of silence, nginx when the system does (sysctl net.ipv4.tcp_keepalive_time, 7200 by default)',
    );
    return [comment('This proxy probes after 60 s; for nginx set sysctl net.ipv4.tcp_keepalive_time=60.'), line];
  },
  earlyHints: (value, { writing }, name) => [
    writing.since('1.29.0', directive(name, ...(value.length > 0 ? value : ['0']))),
  ],
};

/** From 1.31.4 on an empty Host is the default in HTTP/1.1; older ones would send none, so the line is left out. */
function speaksHttp11(scope: Scope): boolean {
  return ((scope.level as ProxyDirectives).proxyHttpVersion ?? inherited(scope, 'proxyHttpVersion')) !== '1.0';
}

function isInherited(scope: Scope, key: 'proxyHideHeader' | 'proxyPassHeader'): boolean {
  return (inherited(scope, key)?.length ?? 0) > 0;
}

type Redirect = NonNullable<ProxyDirectives['proxyRedirect']>;

/** nginx takes `default` only beside a proxy_pass, and one without variables; see {@link redirectHere}. */
function writeRedirect(value: Redirect, { level }: Scope): Line[] {
  const proxyPass = 'proxyPass' in level ? level.proxyPass : undefined;
  if (proxyPass === undefined && hasDefault(value)) return [];
  const rules = (typeof value === 'string' ? [value] : value).filter(
    (rule) => rule !== 'default' || !proxyPass?.includes('$'),
  );
  if (rules.length === 0) return [directive('proxy_redirect', 'off')];
  return rules.map((rule: string | RedirectRule) =>
    typeof rule === 'string' ? directive('proxy_redirect', rule) : directive('proxy_redirect', rule.from, rule.to),
  );
}

/** What a location with a proxyPass has to say of redirects: its own, or the outer level's that could not be said there. */
export function redirectHere(own: Redirect | undefined, scope: Scope): Redirect | undefined {
  const outer = inherited(scope, 'proxyRedirect');
  if (own !== undefined || outer === undefined || !hasDefault(outer)) return own;
  const said = (scope.outer as readonly ProxyDirectives[]).some(
    ({ proxyRedirect }) => proxyRedirect !== undefined && !hasDefault(proxyRedirect),
  );
  return outer === 'default' && !said ? undefined : outer;
}

function hasDefault(value: Redirect): boolean {
  return value === 'default' || (value !== 'off' && value.includes('default'));
}

/** Where Debian and Alpine keep the system's roots. */
const SYSTEM_ROOTS = '/etc/ssl/certs/ca-certificates.crt';

export const PROXY_SSL: Writers<ProxySslDirectives> = {
  proxySslVerify: (value, scope, name) => {
    const line = directive(name, value);
    if (value === 'off') return [line];
    const own = (scope.level as ProxySslDirectives).proxySslTrustedCertificate;
    // nginx trusts no one by default, and looks at one certificate between a backend's and a root.
    const depth = directive('proxy_ssl_verify_depth', 100);
    if ((own ?? inherited(scope, 'proxySslTrustedCertificate')) !== undefined) return [line, depth];
    scope.writing.notice(
      `proxy_ssl_trusted_certificate: this proxy trusts the system's roots, nginx needs their file; ${SYSTEM_ROOTS} is where Debian and Alpine have it`,
    );
    return [line, directive('proxy_ssl_trusted_certificate', SYSTEM_ROOTS), depth];
  },
  proxySslTrustedCertificate: file,
  proxySslCrl: file,
  proxySslServerName: one,
  proxySslName: one,
  proxySslCertificate: file,
  proxySslCertificateKey: file,
  proxySslPasswordFile: file,
  proxySslProtocols: many,
  proxySslCiphers: one,
  proxySslSessionReuse: one,
};
