import { directives } from '../../grammar/table.ts';
import { noEffect } from './no-effect.ts';

const PROCESSES = "concerns nginx's own processes; it has no effect here";
const MODULES = "concerns nginx's own modules; it has no effect here";
const CRYPTO = "concerns nginx's own OpenSSL; it has no effect here";
const EVENTS = "concerns how nginx's processes wait for events; it has no effect here";

/** Of the main level. */
export const MAIN_NO_EFFECT = [
  ...directives('main', 'flag', 'master_process quic_bpf', noEffect(PROCESSES)),
  ...directives('main', '1-2', 'user', noEffect(PROCESSES)),
  ...directives('main', '1', 'worker_rlimit_nofile', noEffect(PROCESSES, 'number')),
  ...directives('main', '1', 'worker_rlimit_core', noEffect(PROCESSES, 'offset')),
  ...directives('main', '1', 'timer_resolution', noEffect(PROCESSES, 'milliseconds')),
  ...directives(
    'main',
    '1',
    'lock_file debug_points worker_priority working_directory google_perftools_profiles',
    noEffect(PROCESSES),
  ),
  ...directives('repeated main', '1', 'env', noEffect(PROCESSES)),
  ...directives('main', '1+', 'worker_cpu_affinity', noEffect(PROCESSES)),
  ...directives('repeated main', '2-3', 'thread_pool', noEffect(PROCESSES)),
  ...directives('repeated main', '1', 'load_module', noEffect(MODULES)),
  ...directives('main', 'flag', 'pcre_jit', noEffect(MODULES)),
  ...directives('main', '1', 'ssl_engine', noEffect(CRYPTO)),
  ...directives('main', 'flag', 'ssl_object_cache_inheritable', noEffect(CRYPTO)),
];

/** Of events blocks. */
export const EVENTS_NO_EFFECT = [
  ...directives('events', 'flag', 'multi_accept accept_mutex acceptex_read', noEffect(EVENTS)),
  ...directives('events', '1', 'use', noEffect(EVENTS)),
  ...directives('events', '1', 'accept_mutex_delay', noEffect(EVENTS, 'milliseconds')),
  ...directives(
    'events',
    '1',
    `worker_aio_requests epoll_events devpoll_changes devpoll_events eventport_events kqueue_changes kqueue_events
     iocp_threads post_acceptex`,
    noEffect(EVENTS, 'number'),
  ),
  ...directives('repeated events', '1', 'debug_connection', noEffect(EVENTS)),
];
