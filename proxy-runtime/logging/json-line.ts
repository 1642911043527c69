import type { Attempt } from '../request/attempt.ts';
import type { Request } from '../request/request.ts';
import { timestamp } from './timestamp.ts';

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

/** It is put together from pieces that are JSON already: an object for `JSON.stringify` would cost several times as much of each request. */
function formatAccess(request: Request): string {
  const { client, head, outcome, attempts } = request;
  const { headers } = head;
  return (
    `{"time":"${timestamp()}"` +
    text(',"remote_addr":', client.remoteAddress) +
    text(',"request_method":', head.method) +
    text(',"host":', request.host) +
    text(',"uri":', pathOf(head.target)) +
    `,"server_protocol":"${PROTOCOLS[head.version]}"` +
    `,"status":${outcome.status}` +
    `,"bytes_sent":${outcome.bytesSent}` +
    `,"body_bytes_sent":${Math.max(0, outcome.bytesSent - outcome.headLength)}` +
    `,"request_time":${toSeconds(performance.now() - request.startedAt)}` +
    (outcome.complete ? ',"request_completion":"OK"' : ',"request_completion":""') +
    text(',"cause":', outcome.cause) +
    (attempts.length === 0 ? '' : formatAttempts(attempts)) +
    text(',"http_upgrade":', headers.joined('upgrade')) +
    text(',"http_user_agent":', headers.get('user-agent')) +
    text(',"http_x_forwarded_for":', headers.joined('x-forwarded-for')) +
    text(',"http_x_amzn_trace_id":', headers.get('x-amzn-trace-id')) +
    '}'
  );
}

function formatAttempts(attempts: readonly Attempt[]): string {
  return (
    list(',"upstream_addr":', attempts, ({ name }) => name) +
    list(',"upstream_status":', attempts, ({ status }) => status) +
    list(',"upstream_connect_time":', attempts, ({ connectTime }) => toSeconds(connectTime)) +
    list(',"upstream_header_time":', attempts, ({ headerTime }) => toSeconds(headerTime)) +
    list(',"upstream_response_time":', attempts, ({ responseTime }) => toSeconds(responseTime)) +
    list(',"upstream_bytes_sent":', attempts, ({ bytesSent }) => bytesSent) +
    list(',"upstream_bytes_received":', attempts, ({ bytesReceived }) => bytesReceived)
  );
}

function formatRefused({ client, head, outcome }: Request): string {
  const known = head.method !== '';
  return (
    `{"time":"${timestamp()}"` +
    text(',"remote_addr":', client.remoteAddress) +
    text(',"request_method":', known ? head.method : undefined) +
    text(',"uri":', known ? pathOf(head.target) : undefined) +
    `,"status":${outcome.status}` +
    `,"bytes_sent":${outcome.bytesSent}}`
  );
}

function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

/** @param key - with the comma before it and the colon */
function text(key: string, value: string | undefined): string {
  return value === undefined ? '' : key + quote(value);
}

/** The one attempt's value, or as nginx does the values of all attempts, `a, b`. */
function list(
  key: string,
  attempts: readonly Attempt[],
  valueOf: (attempt: Attempt) => string | number | undefined,
): string {
  const [only] = attempts;
  if (only === undefined || attempts.length > 1)
    return text(key, attempts.map((attempt) => valueOf(attempt) ?? '-').join(', '));
  const value = valueOf(only);
  return typeof value === 'number' ? `${key}${value}` : text(key, value);
}

/** Bytes that came, shown as UTF-8 where they are that; nothing in them can move a terminal's cursor. */
function quote(bytes: string): string {
  if (bytes.length <= MAX_TEXT && !/[^ !#-[\]-~]/.test(bytes)) return `"${bytes}"`;
  return JSON.stringify(shorten(fromBytes(bytes))).replace(
    /[\x7f-\x9f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
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
