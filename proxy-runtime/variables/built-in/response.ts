import type { Request } from '../../request/request.ts';
import { HeaderList } from '../../http/header-list.ts';
import { ANY_NAME, readHeaderLine } from '../../http/header-line.ts';
import { headerLines } from './header-lines.ts';
import { unlessEmpty, type PrefixVariables, type Variables } from './variable.ts';

/** What the client got; complete only when the access log is written. */
export const RESPONSE_VARIABLES: Variables = {
  body_bytes_sent: ({ outcome }) => String(Math.max(0, outcome.bytesSent - outcome.headLength)),
  bytes_sent: ({ outcome }) => String(outcome.bytesSent),
  limit_conn_status: ({ outcome }) => unlessEmpty(outcome.limitConn),
  limit_req_status: ({ outcome }) => unlessEmpty(outcome.limitReq),
  request_completion: ({ outcome }) => (outcome.complete ? 'OK' : ''),
  status: (request) => String(status(request)).padStart(3, '0'),
};

export const RESPONSE_PREFIX_VARIABLES: PrefixVariables = {
  sent_http_: (name) => (request) => request.outcome.headers && headerLines(parseHead(request.outcome.headers), name),
};

/** An HTTP/0.9 answer has no status; nginx logs its version. */
function status({ outcome, head }: Request): number {
  return outcome.status === 0 && head.version === 9 ? 9 : outcome.status;
}

/** The header lines of a response's head, which is text that was written by this proxy. */
function parseHead(head: string): HeaderList {
  const headers = new HeaderList();
  for (const line of head.split('\r\n').slice(1)) readHeaderLine(line, 0, line.length, ANY_NAME, headers);
  return headers;
}
