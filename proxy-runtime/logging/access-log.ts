import type { Exchange } from '../exchange/exchange.ts';

/** A request that never became an exchange. */
export interface RefusedRequest {
  readonly status: number;
  /** The request line, as far as it was read. */
  readonly line: string;
  readonly bytesSent: number;
}

/**
 * One line of JSON for a request or a tunnel, written when it is over; the names are nginx's variables'.
 *
 * The query is left out: WebSocket clients, which can't set headers, keep their tokens there.
 */
export function formatAccess(exchange: Exchange): string {
  const { client, head, outcome, upstream } = exchange;
  const { headers } = head;
  const attempts = upstream?.attempts ?? [];
  return toLine({
    time: new Date().toISOString(),
    remote_addr: client.remoteAddress,
    request_method: head.method,
    host: exchange.host,
    uri: head.target.split('?', 1)[0],
    server_protocol: PROTOCOLS[head.version],
    status: outcome.status,
    bytes_sent: outcome.bytesSent,
    body_bytes_sent: Math.max(0, outcome.bytesSent - outcome.headLength),
    request_time: toSeconds(performance.now() - exchange.startedAt),
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

export function formatRefused(remoteAddress: string, { status, line, bytesSent }: RefusedRequest): string {
  const [method, target] = line.split(' ');
  return toLine({
    time: new Date().toISOString(),
    remote_addr: remoteAddress,
    request_method: method === '' ? undefined : method,
    uri: target?.split('?', 1)[0],
    status,
    bytes_sent: bytesSent,
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
