import type { Request } from '../exchange/request.ts';

/** The request's headers that it shows. */
export const JSON_HEADERS = ['upgrade', 'user-agent', 'x-forwarded-for', 'x-amzn-trace-id'] as const;

/**
 * One line of JSON for a request or a tunnel, written when it is over; the names are nginx's variables'. It is text, not bytes.
 *
 * The query is left out: WebSocket clients, which can't set headers, keep their tokens there.
 */
export function formatJson(request: Request): string {
  // A head that never was complete has no length.
  return request.head.length === 0 ? formatRefused(request) : formatAccess(request);
}

function formatAccess(request: Request): string {
  const { client, head, outcome, attempts } = request;
  const { headers } = head;
  return toLine({
    time: new Date().toISOString(),
    remote_addr: client.remoteAddress,
    request_method: head.method,
    host: request.host,
    uri: head.target.split('?', 1)[0],
    server_protocol: PROTOCOLS[head.version],
    status: outcome.status,
    bytes_sent: outcome.bytesSent,
    body_bytes_sent: Math.max(0, outcome.bytesSent - outcome.headLength),
    request_time: toSeconds(performance.now() - request.startedAt),
    request_completion: outcome.complete ? 'OK' : '',
    cause: outcome.cause,
    upstream_addr: list(attempts, ({ name }) => name),
    upstream_status: list(attempts, ({ status }) => status),
    upstream_connect_time: list(attempts, ({ connectTime }) => toSeconds(connectTime)),
    upstream_header_time: list(attempts, ({ headerTime }) => toSeconds(headerTime)),
    upstream_response_time: list(attempts, ({ responseTime }) => toSeconds(responseTime)),
    upstream_bytes_sent: list(attempts, ({ bytesSent }) => bytesSent),
    upstream_bytes_received: list(attempts, ({ bytesReceived }) => bytesReceived),
    http_upgrade: headers.joined('upgrade'),
    http_user_agent: headers.get('user-agent'),
    http_x_forwarded_for: headers.joined('x-forwarded-for'),
    http_x_amzn_trace_id: headers.get('x-amzn-trace-id'),
  });
}

function formatRefused({ client, head, outcome }: Request): string {
  return toLine({
    time: new Date().toISOString(),
    remote_addr: client.remoteAddress,
    request_method: head.method === '' ? undefined : head.method,
    uri: head.method === '' ? undefined : head.target.split('?', 1)[0],
    status: outcome.status,
    bytes_sent: outcome.bytesSent,
  });
}
/** One line of JSON: texts are the bytes that came, shown as UTF-8 where they are that, and nothing in them can move a terminal's cursor. */
function toLine(fields: Readonly<Record<string, string | number | undefined>>): string {
  const text = JSON.stringify(fields, (_, value: unknown) =>
    typeof value === 'string' ? shorten(fromBytes(value)) : value,
  );
  return text.replace(/[\x7f-\x9f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What a client sends can be long, and log drivers cut lines of 16 KiB in two, which are then no JSON. */
function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

const MAX_TEXT = 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function fromBytes(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return utf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

const PROTOCOLS = { 9: 'HTTP/0.9', 10: 'HTTP/1.0', 11: 'HTTP/1.1' } as const;

/** Milliseconds as nginx's logs show times: seconds with three digits. */
function toSeconds(ms: number): number;
function toSeconds(ms: number | undefined): number | undefined;
function toSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms) / 1000;
}

/** The one attempt's value, or as nginx does the values of all attempts, `a, b`. */
function list<A, V extends string | number>(
  attempts: readonly A[],
  value: (attempt: A) => V | undefined,
): V | string | undefined {
  const [only] = attempts;
  if (only === undefined) return undefined;
  return attempts.length === 1 ? value(only) : attempts.map((attempt) => value(attempt) ?? '-').join(', ');
}
