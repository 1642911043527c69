import { directives } from '../../grammar/table.ts';
import { noEffect } from './no-effect.ts';

const HS = 'http server';
const WHY = 'has no effect here: clients agree on HTTP/1.1, which WebSockets need';

/** nginx's modules v2 and v3, what is obsolete included. */
export const HTTP_2_AND_3 = [
  ...directives(HS, 'flag', 'http2 http3 http3_hq quic_retry quic_gso', noEffect(WHY)),
  ...directives('http', '1', 'http2_recv_buffer_size', noEffect(WHY, 'size')),
  ...directives(HS, '1', 'http2_max_concurrent_streams http3_max_concurrent_streams', noEffect(WHY, 'number')),
  ...directives(
    HS,
    '1',
    'http2_pool_size http2_body_preread_size http2_streams_index_size http3_stream_buffer_size',
    noEffect(WHY, 'size'),
  ),
  ...directives(
    HS,
    '1',
    `http2_max_concurrent_pushes http2_max_requests http2_max_field_size http2_max_header_size http2_recv_timeout
     http2_idle_timeout quic_host_key quic_active_connection_id_limit`,
    noEffect(WHY),
  ),
  ...directives('http server location', '1', 'http2_chunk_size', noEffect(WHY, 'size')),
  ...directives('repeated http server location', '1', 'http2_push', noEffect(WHY)),
  ...directives('http server location', 'flag', 'http2_push_preload', noEffect(WHY)),
];
