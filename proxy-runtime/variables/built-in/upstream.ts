import type { Attempt } from '../../request/attempt.ts';
import { responseCookie } from './cookie.ts';
import { headerLines } from './header-lines.ts';
import { toSeconds } from './time.ts';
import type { PrefixVariables, Variable, Variables } from './variable.ts';

/** Where the request went: a value for each try at a backend, in their order. */
export const UPSTREAM_VARIABLES: Variables = {
  proxy_host: ({ proxyPass }) => proxyPass?.host,
  // A unix socket has no port.
  proxy_port: ({ proxyPass }) => (proxyPass?.target.startsWith('unix:') === true ? '' : proxyPass?.port.toString()),
  upstream_addr: list(({ name }) => name),
  upstream_bytes_received: list(({ bytesReceived }) => String(bytesReceived)),
  upstream_bytes_sent: list(({ bytesSent }) => String(bytesSent)),
  upstream_connect_time: list(({ connectTime }) => seconds(connectTime)),
  upstream_header_time: list(({ headerTime }) => seconds(headerTime)),
  upstream_response_length: list(({ responseLength }) => String(responseLength)),
  upstream_response_time: list(({ responseTime }) => seconds(responseTime)),
  upstream_status: list(({ status }) => status?.toString()),
};

export const UPSTREAM_PREFIX_VARIABLES: PrefixVariables = {
  upstream_cookie_: (name) => (request) => request.upstreamHeaders && responseCookie(request.upstreamHeaders, name),
  upstream_http_: (name) => (request) => request.upstreamHeaders && headerLines(request.upstreamHeaders, name),
};

/** `a, b`, with `-` for what an attempt has not. */
function list(value: (attempt: Attempt) => string | undefined): Variable {
  return ({ attempts }) =>
    attempts.length === 0 ? undefined : attempts.map((attempt) => value(attempt) ?? '-').join(', ');
}

function seconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toSeconds(ms);
}
