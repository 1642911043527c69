import { headerValue } from '../http/header-value.ts';
import { HeaderList } from '../http/header-list.ts';
import type { RequestContext } from './request-context.ts';
import type { OwnResponse } from './own-response.ts';

/** The `Location` of a redirect of the proxy's own: absolute unless `absoluteRedirect` is off. */
export function redirectUrl(context: RequestContext, target: string): string {
  const to = headerValue(target);
  const { absoluteRedirect, portInRedirect, serverNameInRedirect } = context.settings;
  if (!to.startsWith('/') || !absoluteRedirect) return to;
  const { localPort: port, tls } = context.client;
  const scheme = tls === undefined ? 'http' : 'https';
  const named = portInRedirect && port !== undefined && port !== (tls === undefined ? 80 : 443) ? `:${port}` : '';
  const host = serverNameInRedirect ? context.server.name : asked(context) ? context.host : context.client.localAddress;
  return `${scheme}://${host}${named}${to}`;
}

/** Whether the client has named a host. */
function asked({ head }: RequestContext): boolean {
  return head.authority !== undefined || head.headers.has('host');
}

/** A redirect of the proxy's own: what it made absolute itself has a place of its own in the head, any other URL is a line like the rest. */
export function redirectTo(context: RequestContext, target: string): Pick<OwnResponse, 'location' | 'lines'> {
  const url = redirectUrl(context, target);
  return url === headerValue(target) ? { lines: `Location: ${url}\r\n` } : { location: url };
}

/** A backend's headers as the client gets them. */
export interface RewrittenHeaders {
  readonly headers: HeaderList;
  /** A `Location` that was made absolute, and so has a place of its own in the head. */
  readonly location?: string;
}

/** nginx's `proxy_redirect`: where a backend sends the client to its own address, the client is sent to the location instead. */
export function rewriteRedirects(context: RequestContext, headers: HeaderList): RewrittenHeaders {
  const rules = context.location?.rewriteRedirects ?? [];
  if (rules.length === 0 || !(headers.has('location') || headers.has('refresh'))) return { headers };
  const rewritten = new HeaderList();
  let location: string | undefined;
  for (const [index, name] of headers.names.entries()) {
    const value = headers.values[index] ?? '';
    const to = name.key === 'location' ? byRules(context, value) : undefined;
    const url = to === undefined ? undefined : redirectUrl(context, to);
    if (url === undefined) rewritten.add(name, name.key === 'refresh' ? rewriteRefresh(context, value) : value);
    else if (url === headerValue(to ?? '')) rewritten.add(name, url);
    else location = url;
  }
  return location === undefined ? { headers: rewritten } : { headers: rewritten, location };
}

function byRules(context: RequestContext, text: string): string | undefined {
  for (const rule of context.location?.rewriteRedirects ?? []) {
    const rewritten = rule(text, context);
    if (rewritten !== undefined) return rewritten;
  }
  return undefined;
}

function rewriteRefresh(context: RequestContext, value: string): string {
  const start = value.search(/url=/i) + 'url='.length;
  const rewritten = start < 'url='.length ? undefined : byRules(context, value.slice(start));
  return rewritten === undefined ? value : value.slice(0, start) + headerValue(rewritten);
}
