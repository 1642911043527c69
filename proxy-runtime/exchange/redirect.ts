import { headerValue } from '../http/header-value.ts';
import type { HeaderList } from '../http/header-list.ts';
import type { Exchange } from './exchange.ts';

/** The `Location` of a redirect of the proxy's own: absolute unless `absoluteRedirect` is off. */
export function redirectUrl(exchange: Exchange, target: string): string {
  const to = headerValue(target);
  const { absoluteRedirect, portInRedirect } = exchange.server.settings;
  if (!to.startsWith('/') || !absoluteRedirect) return to;
  const port = exchange.client.localPort;
  const named = portInRedirect && port !== undefined && port !== 80 ? `:${port}` : '';
  return `http://${exchange.host}${named}${to}`;
}

/**
 * nginx's `proxy_redirect default`: where a backend sends the client to its own address, the client is sent to the location instead.
 * Rewrites the response's headers in place.
 */
export function rewriteRedirects(exchange: Exchange, headers: HeaderList): void {
  const { proxyPass, locationKey } = exchange;
  if (!exchange.settings.proxyRedirect || !proxyPass || !locationKey || locationKey.regex !== undefined) return;
  const origin = `${proxyPass.scheme}://${proxyPass.target}`;
  const from = proxyPass.uri === undefined ? `${origin}/` : origin + proxyPass.uri;
  const to = proxyPass.uri === undefined ? '/' : locationKey.path;
  headers.rewrite('location', (value) =>
    value.startsWith(from) ? redirectUrl(exchange, to + value.slice(from.length)) : value,
  );
  headers.rewrite('refresh', (value) => {
    const start = value.search(/url=/i) + 'url='.length;
    if (start < 'url='.length || !value.startsWith(from, start)) return value;
    return value.slice(0, start) + to + value.slice(start + from.length);
  });
}
