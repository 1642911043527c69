import type { Cause } from './cause.ts';

/** What an access-log line tells of the answer. */
export interface Outcome {
  /** 0 while nothing was answered. */
  status: number;
  /** All bytes to the client. */
  bytesSent: number;
  /** Of these, the response's head. */
  headLength: number;
  /** The response's head as the client got it, kept only if a log shows one of nginx's `$sent_http_…`. */
  headers: string | undefined;
  /** Whether the exchange came to its regular end. */
  complete: boolean;
  cause: Cause | undefined;
  /** What the limits said: nginx's `$limit_conn_status` and `$limit_req_status`, '' where there was none. */
  limitConn: string;
  limitReq: string;
}

export function noOutcome(): Outcome {
  return {
    status: 0,
    bytesSent: 0,
    headLength: 0,
    headers: undefined,
    complete: false,
    cause: undefined,
    limitConn: '',
    limitReq: '',
  };
}
