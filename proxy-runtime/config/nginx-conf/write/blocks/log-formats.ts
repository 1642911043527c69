import { directive, type Directive } from '../syntax/line.ts';
import { freeName, type Writing } from '../writing.ts';
import { writeMaps } from './maps.ts';

/** What is logged in JSON, without `cause`, for which nginx has no variable. */
const FIELDS = [
  ...['remote_addr', 'request_method', 'host', 'uri', 'server_protocol', 'status', 'bytes_sent', 'body_bytes_sent'],
  ...['request_time', 'request_completion', 'upstream_addr', 'upstream_status', 'upstream_connect_time'],
  ...['upstream_header_time', 'upstream_response_time', 'upstream_bytes_sent', 'upstream_bytes_received'],
  ...['http_upgrade', 'http_user_agent', 'http_x_forwarded_for', 'http_x_amzn_trace_id'],
];

/** What nginx always has as a number. */
const NUMBERS = new Set(['status', 'bytes_sent', 'body_bytes_sent', 'request_time']);

/** The format that `accessLog: 'on'` means. */
export function writeJsonFormat(writing: Writing): readonly [maps: Directive[], format: Directive] {
  writing.notice(
    "access_log: nginx has no word for the JSON format's cause, leaves no field out, and writes the values of upstreams as strings",
  );
  const path = freeName('$request_path', writing.config.maps ?? {});
  const fields = ['time', ...FIELDS].map((field, index) => {
    const variable = { time: '$time_iso8601', uri: path }[field] ?? `$${field}`;
    const value = NUMBERS.has(field) ? variable : `"${variable}"`;
    return `${index === 0 ? '{' : ''}"${field}":${value}${index === FIELDS.length ? '}' : ','}`;
  });
  const format = { ...directive('log_format', writing.jsonFormat, 'escape=json', ...fields), breakAt: 2 };
  // The query is left out: WebSocket clients keep their tokens there.
  return [writeMaps({ [path]: { source: '$request_uri', values: { '~^([^?]*)': '$1' } } }), format];
}
