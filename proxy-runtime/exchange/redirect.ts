import { headerValue } from '../http/header-value.ts';
import { HeaderList } from '../http/header-list.ts';
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
  const host = serverNameInRedirect ? asker.server.name : asked(asker) ? asker.host : asker.client.localAddress;
  return `${scheme}://${host}${named}${to}`;
}

/** Whether the client has named a host. */
function asked({ head }: Asker): boolean {
  return head.authority !== undefined || head.headers.has('host');
}

/** A redirect of the proxy's own: what it made absolute itself has a place of its own in the head, any other URL is a line like the rest. */
export function redirectTo(asker: Asker, target: string): Pick<OwnResponse, 'location' | 'lines'> {
  const url = redirectUrl(asker, target);
  return url === headerValue(target) ? { lines: `Location: ${url}\r\n` } : { location: url };
}

/** A backend's headers as the client gets them. */
export interface RewrittenHeaders {
  readonly headers: HeaderList;
  /** A `Location` that was made absolute, and so has a place of its own in the head. */
  readonly location?: string;
}

/** nginx's `proxy_redirect`: where a backend sends the client to its own address, the client is sent to the location instead. */
export function rewriteRedirects(asker: Asker, headers: HeaderList): RewrittenHeaders {
  const rules = asker.location?.rewriteRedirects ?? [];
  if (rules.length === 0 || !(headers.has('location') || headers.has('refresh'))) return { headers };
  const rewritten = new HeaderList();
  let location: string | undefined;
  for (const [index, name] of headers.names.entries()) {
    const value = headers.values[index] ?? '';
    const to = name.key === 'location' ? byRules(asker, value) : undefined;
    const url = to === undefined ? undefined : redirectUrl(asker, to);
    if (url === undefined) rewritten.add(name, name.key === 'refresh' ? rewriteRefresh(asker, value) : value);
    else if (url === headerValue(to ?? '')) rewritten.add(name, url);
    else location = url;
  }
  return location === undefined ? { headers: rewritten } : { headers: rewritten, location };
}

function byRules(asker: Asker, text: string): string | undefined {
  for (const rule of asker.location?.rewriteRedirects ?? []) {
    const rewritten = rule(text, asker);
    if (rewritten !== undefined) return rewritten;
  }
  return undefined;
}

function rewriteRefresh(asker: Asker, value: string): string {
  const start = value.search(/url=/i) + 'url='.length;
  const rewritten = start < 'url='.length ? undefined : byRules(asker, value.slice(start));
  return rewritten === undefined ? value : value.slice(0, start) + headerValue(rewritten);
}
