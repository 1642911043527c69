import { directives } from '../../grammar/table.ts';
import { oneOf, valueOf } from '../../values/values.ts';
import type { HttpLevel } from '../../grammar/values-of-levels.ts';
import { noEffect } from './no-effect.ts';

const HSL = 'http server location';
const WHY = "sizes nginx's buffers; here what arrives is sent on at once, in buffers of bounded size";
const SOCKETS = "concerns the system's sockets, which are as the system makes them here";

const HEADERS_TO_IGNORE = oneOf([
  ...['X-Accel-Redirect', 'X-Accel-Expires', 'X-Accel-Limit-Rate', 'X-Accel-Buffering', 'X-Accel-Charset'],
  ...['Expires', 'Cache-Control', 'Set-Cookie', 'Vary'],
]);

/** What nginx holds back on the way from a backend to a client. */
export const BUFFERS = [
  ...directives(
    HSL,
    'flag',
    'proxy_buffering',
    noEffect('has no effect here: what a backend sends is sent on at once', 'text', ['off']),
  ),
  ...directives(HSL, 'flag', 'client_body_in_single_buffer', noEffect(WHY)),
  ...directives(HSL, '2', 'proxy_buffers output_buffers', noEffect(WHY, 'size')),
  ...directives(
    HSL,
    '1',
    `proxy_busy_buffers_size proxy_max_temp_file_size proxy_temp_file_write_size postpone_output
     subrequest_output_buffer_size`,
    noEffect(WHY, 'size'),
  ),
  ...directives(HSL, '1-4', 'proxy_temp_path', noEffect(WHY)),
  ...directives(
    HSL,
    '1',
    'send_lowat proxy_send_lowat proxy_socket_rcvbuf proxy_socket_sndbuf',
    noEffect(SOCKETS, 'size'),
  ),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1+', 'proxy_ignore_headers', (directive, level) => {
    for (const arg of directive.args) valueOf(directive, arg, HEADERS_TO_IGNORE);
    level.notice(directive, 'has no effect here: none of the headers it can name is followed');
  }),
];
