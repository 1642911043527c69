/** Why an exchange ended, where it is not the regular end of an answer: the `cause` of its access-log line. */
export type Cause =
  /** The client (or the backend) closed its side of a tunnel. */
  | 'client_eof'
  | 'upstream_eof'
  /** It did so with RST, or its machine is gone. */
  | 'client_reset'
  | 'upstream_reset'
  /** Nothing moved for proxyReadTimeout. */
  | 'idle'
  /** The backend (or the client) took nothing for proxySendTimeout (sendTimeout). */
  | 'upstream_send_timeout'
  | 'client_send_timeout'
  /** The backend's answer stopped coming, or came to an end too early. */
  | 'upstream_read_timeout'
  | 'upstream_incomplete'
  /** The client left before its answer was there. */
  | 'client_gone'
  /** The client's body stopped coming. */
  | 'client_body_timeout'
  /** `return 444`. */
  | 'refused'
  /** The answer to auth_request was a 101. */
  | 'auth_upgrade'
  /** workerShutdownTimeout was over. */
  | 'shutdown_timeout';

const COMPLETING: ReadonlySet<Cause> = new Set<Cause>([
  'client_eof',
  'upstream_eof',
  'client_reset',
  'upstream_reset',
  'idle',
  'upstream_send_timeout',
]);

/** Whether a request that ends by this cause is a completed one to nginx (`$request_completion`). */
export function completes(cause: Cause): boolean {
  return COMPLETING.has(cause);
}
