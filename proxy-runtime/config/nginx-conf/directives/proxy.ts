import { ConfigError } from '../../config-error.ts';
import { NEXT_UPSTREAM, type PROXY, type PROXY_SSL } from '../../directives/proxy.ts';
import type { ProxyDirectives, ProxySslDirectives } from '../../types.ts';
import { headerLines } from '../../values/header-lines.ts';
import { parseSize } from '../../values/size.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt } from '../read/syntax/directive.ts';
import { toHeaderLines } from '../read/values/header-lines.ts';
import { scalar, words } from '../read/values/scalar.ts';
import { oneOf, size } from '../read/values/values.ts';
import { inherited, type Scope } from '../write/scope.ts';
import { comment, directive } from '../write/syntax/line.ts';
import { each, formatSize, one } from '../write/writers.ts';
import type { Forms } from './form.ts';
import { readRedirect, writeRedirect } from './proxy-redirect.ts';

/** `proxy_…`: requests to backends. */
export const PROXY_FORMS: Forms<ProxyDirectives, typeof PROXY, HttpLevel> = {
  proxySetHeader: {
    read: {
      args: '2',
      repeats: true,
      read: (directive, level) => {
        const [name = '', value = ''] = directive.args;
        const lines = [...headerLines(level.values.proxySetHeader ?? {}), { name, value }];
        level.put('proxySetHeader', toHeaderLines(lines), directive);
        level.reading.places.note([...level.path, 'proxySetHeader', name], directive);
        level.reading.places.note([...level.path, 'proxySetHeader', lines.length - 1], directive);
      },
    },
    write: (value, scope, directiveName) => {
      const lines = headerLines(value)
        .filter(({ name, value: text }) => !(name.toLowerCase() === 'host' && text === '' && speaksHttp11(scope)))
        .map(({ name, value: text }) => directive(directiveName, name, text));
      // Before 1.29.7 nginx says `close` unless it is told to say nothing.
      const said = lines.some(({ args: [name] }) => name?.toLowerCase() === 'connection');
      return said ? lines : [...lines, directive(directiveName, 'Connection', '')];
    },
  },
  proxyHttpVersion: { read: { args: '1', read: scalar(httpVersion) }, write: one },
  proxyRedirect: { read: { args: '1-2', repeats: true, read: readRedirect }, write: writeRedirect },
  proxyHideHeader: {
    write: (value, scope, name) =>
      // One that is hidden anyway: any line makes nginx forget the outer level's.
      value.length === 0 && isInherited(scope, 'proxyHideHeader')
        ? [directive(name, 'X-Pad')]
        : each(value, scope, name),
  },
  proxyPassHeader: {
    write: (value, scope, name) => {
      if (value.length > 0 || !isInherited(scope, 'proxyPassHeader')) return each(value, scope, name);
      // One that is passed anyway.
      return [directive(name, 'ETag')];
    },
  },
  proxyBufferSize: {
    write: (value, _, name) => {
      const text = formatSize(value);
      // nginx refuses a head that is large beside the buffers for bodies.
      const buffers = parseSize(value) > 4096 ? [directive('proxy_buffers', 8, text)] : [];
      return [directive(name, text), ...buffers];
    },
  },
  proxyLimitRate: {
    read: { args: '1', read: scalar(rate) },
    write: (value, scope, name) => {
      // This proxy never holds a response back, nor in files; but nginx limits only what it buffers.
      if (parseSize(value) > 0) {
        return [
          directive(name, formatSize(value)),
          directive('proxy_buffering', 'on'),
          directive('proxy_max_temp_file_size', 0),
        ];
      }
      const limit = parseSize(inherited(scope, 'proxyLimitRate') ?? 0) > 0 ? [directive(name, 0)] : [];
      return [...limit, directive('proxy_buffering', 'off')];
    },
  },
  proxyNextUpstream: {
    read: {
      args: '1+',
      repeats: true,
      read: words(oneOf(NEXT_UPSTREAM), { updating: 'concerns a cache, and nothing is stored here' }),
    },
    write: (value, _, name) => [directive(name, ...(value.length > 0 ? value : ['off']))],
  },
  proxyBind: {
    read: {
      args: '1-2',
      read: (directive, level) => {
        const [address = '', transparent] = directive.args;
        if (transparent !== undefined) {
          throw errorAt(
            directive,
            `"proxy_bind": ${JSON.stringify(transparent)} is not here: other hosts' addresses need a system that routes them; bind to an address of this one`,
          );
        }
        level.put('proxyBind', address, directive);
      },
    },
  },
  proxySocketKeepalive: {
    write: (value, { writing }, name) => {
      const line = directive(name, value);
      if (value === 'off') return [line];
      writing.notice(
        'proxy_socket_keepalive: this proxy probes after 60 s of silence, nginx when the system does (sysctl net.ipv4.tcp_keepalive_time, 7200 by default)',
      );
      return [comment('This proxy probes after 60 s; for nginx set sysctl net.ipv4.tcp_keepalive_time=60.'), line];
    },
  },
  earlyHints: { write: (value, _, name) => [directive(name, ...(value.length > 0 ? value : ['0']))] },
};

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

/** From 1.31.4 on an empty Host is the default in HTTP/1.1; older ones would send none, so the line is left out. */
function speaksHttp11(scope: Scope): boolean {
  return ((scope.level as ProxyDirectives).proxyHttpVersion ?? inherited(scope, 'proxyHttpVersion')) !== '1.0';
}

function isInherited(scope: Scope, key: 'proxyHideHeader' | 'proxyPassHeader'): boolean {
  return (inherited(scope, key)?.length ?? 0) > 0;
}

/** Where Debian and Alpine keep the system's roots. */
const SYSTEM_ROOTS = '/etc/ssl/certs/ca-certificates.crt';

/** `proxy_ssl_…`: TLS to backends. */
export const PROXY_SSL_FORMS: Forms<ProxySslDirectives, typeof PROXY_SSL, HttpLevel> = {
  proxySslVerify: {
    write: (value, scope, name) => {
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
  },
};
