import { everyLocation, hasVariables, type ProxyConfig } from '../../../proxy-runtime/config/index.ts';

/** Where a `proxy_pass` goes that no variables decide. */
export interface Pass {
  readonly scheme: 'http' | 'https';
  /** A name, or an upstream's; with a port if there is one. */
  readonly target: string;
}

/** A URL's scheme and host, up to its URI: also one that is a variable, of which these begin with a slash or are none. */
const PASS = /^(https?):\/\/([^/?#]+?)(?:[/?#]|\$\{?(?:request_uri|document_uri|uri|is_args)\b|$)/i;

/** @returns undefined for a `proxy_pass` whose scheme or host has variables, and for none */
export function passOf(proxyPass: string | undefined): Pass | undefined {
  const [, scheme, target] = PASS.exec(proxyPass ?? '') ?? [];
  if (scheme === undefined || target === undefined || hasVariables(target)) return undefined;
  return { scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http', target };
}

/** Where the `proxy_pass` of every location goes, of those that no variables decide. */
export function passesOf(config: ProxyConfig): readonly Pass[] {
  return config.servers
    .flatMap(({ locations }) => everyLocation(locations))
    .flatMap(({ location }) => passOf(location.proxyPass) ?? []);
}

/** Whether variables can make a `proxy_pass` one to an upstream. */
export function mayPassTo(proxyPass: string, upstream: string): boolean {
  if (!hasVariables(proxyPass) || passOf(proxyPass) !== undefined) return false;
  const [, host = ''] = /^(?:[^/]*:\/\/)?([^/?#]*)/.exec(proxyPass) ?? [];
  const fixed = host.split(/\$\{\w+\}|\$\w+/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${fixed.join('.*')}$`).test(upstream);
}
