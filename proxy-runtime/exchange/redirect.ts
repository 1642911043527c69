import { headerValue } from '../http/header-value.ts';
import type { HeaderList } from '../http/header-list.ts';
import type { Asker } from './asker.ts';
import type { OwnResponse } from './own-response.ts';

/** The `Location` of a redirect of the proxy's own: absolute unless `absoluteRedirect` is off. */
export function redirectUrl(asker: Asker, target: string): string {
  const to = headerValue(target);
  const { absoluteRedirect, portInRedirect, serverNameInRedirect } = asker.settings;
  if (!to.startsWith('/') || !absoluteRedirect) return to;
  const { localPort: port, tls } = asker.client;
  const scheme = tls === undefined ? 'http' : 'https';
  const named = portInRedirect && port !== undefined && port !== (tls === undefined ? 80 : 443) ? `:${port}` : '';
  const host = serverNameInRedirect ? asker.server.name : asker.host || asker.client.localAddress;
  return `${scheme}://${host}${named}${to}`;
}

/** A redirect of the proxy's own: what it made absolute itself has a place of its own in the head, any other URL is a line like the rest. */
export function redirectTo(asker: Asker, target: string): Pick<OwnResponse, 'location' | 'lines'> {
  const url = redirectUrl(asker, target);
  return url === headerValue(target) ? { lines: `Location: ${url}\r\n` } : { location: url };
}

/**
 * nginx's `proxy_redirect`: where a backend sends the client to its own address, the client is sent to the location instead. Rewrites the
 * response's headers in place.
 */
export function rewriteRedirects(asker: Asker, headers: HeaderList): void {
  const rules = asker.location?.rewriteRedirects ?? [];
  if (rules.length === 0) return;
  const rewrite = (text: string): string | undefined => {
    for (const rule of rules) {
      const rewritten = rule(text, asker);
      if (rewritten !== undefined) return rewritten;
    }
    return undefined;
  };
  headers.rewrite('location', (value) => {
    const rewritten = rewrite(value);
    return rewritten === undefined ? value : redirectUrl(asker, rewritten);
  });
  headers.rewrite('refresh', (value) => {
    const start = value.search(/url=/i) + 'url='.length;
    const rewritten = start < 'url='.length ? undefined : rewrite(value.slice(start));
    return rewritten === undefined ? value : value.slice(0, start) + headerValue(rewritten);
  });
}
