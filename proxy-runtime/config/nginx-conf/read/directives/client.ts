import { directives } from '../grammar/table.ts';
import { scalar } from '../values/scalar.ts';
import { flag, milliseconds, number, offset, oneOf, requests, seconds, size, valueOf } from '../values/values.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HS = 'http server';
const HSL = 'http server location';

/** The client's connection, and reading requests from it. */
export const CLIENT = [
  ...directives<HttpLevel>(HS, '1', 'client_header_timeout', scalar(milliseconds)),
  ...directives<HttpLevel>(HS, '1', 'client_header_buffer_size', scalar(size)),
  ...directives<HttpLevel>(HS, '1', 'max_headers', scalar(number)),
  ...directives<HttpLevel>(HS, 'flag', 'ignore_invalid_headers merge_slashes underscores_in_headers', scalar(flag)),
  ...directives<HttpLevel>(HS, '2', 'large_client_header_buffers', (directive, level) => {
    const [count = '', each = ''] = directive.args;
    const buffers = { number: valueOf(directive, count, number), size: valueOf(directive, each, size) };
    level.put('largeClientHeaderBuffers', buffers, directive);
  }),
  ...directives<HttpLevel>(HSL, '1', 'client_max_body_size', scalar(offset)),
  ...directives<HttpLevel>(HSL, '1', 'client_body_buffer_size', scalar(size)),
  ...directives<HttpLevel>(HSL, '1-4', 'client_body_temp_path', (directive, level) => {
    const [folder = '', ...depths] = directive.args;
    level.put('clientBodyTempPath', level.reading.files.fromPrefix(folder), directive);
    for (const depth of depths) valueOf(directive, depth, number);
    if (depths.length > 0) level.notice(directive, 'makes no folders within its folder: such files have no name here');
  }),
  ...directives<HttpLevel>(HSL, '1', 'client_body_timeout send_timeout', scalar(milliseconds)),
  ...directives<HttpLevel>(HSL, '1', 'keepalive_time keepalive_min_timeout', scalar(milliseconds)),
  ...directives<HttpLevel>(HSL, '1', 'keepalive_requests', scalar(requests)),
  ...directives<HttpLevel>(HSL, '1-2', 'keepalive_timeout', (directive, level) => {
    const [timeout = '', header] = directive.args;
    level.put('keepaliveTimeout', valueOf(directive, timeout, milliseconds), directive);
    if (header !== undefined) level.put('keepaliveHeaderTimeout', valueOf(directive, header, seconds), directive);
  }),
  ...directives<HttpLevel>(HSL, '1', 'lingering_close', scalar(oneOf(['on', 'off', 'always']))),
  ...directives<HttpLevel>(HSL, '1', 'lingering_time lingering_timeout', scalar(milliseconds)),
  ...directives<HttpLevel>(HSL, 'flag', 'reset_timedout_connection tcp_nodelay', scalar(flag)),
];
