import type { Flag, Size, Time } from './values.ts';

/** Directives of the client's connection: http, server and location level. */
export interface ClientDirectives {
  /** The largest request body, 0 for no limit; beyond it 413. @default '1m' */
  readonly clientMaxBodySize?: Size;
  /** How much of a request's body is held in memory; the rest goes to a file. @default '16k' */
  readonly clientBodyBufferSize?: Size;
  /** The folder of such files, which have no name while they are in use. @default - the system's folder for temporary files */
  readonly clientBodyTempPath?: string;
  /** The longest pause between two reads of a request's body. @default '60s' */
  readonly clientBodyTimeout?: Time;
  /** How long a write to the client may be blocked. @default '60s' */
  readonly sendTimeout?: Time;
  /** How long an idle client connection is kept for its next request; 0 closes it after each response. @default '75s' */
  readonly keepaliveTimeout?: Time;
  /** What a `Keep-Alive: timeout=` header tells the client: nginx's second value of `keepalive_timeout`. @default - no such header */
  readonly keepaliveHeaderTimeout?: Time;
  /** How many requests one client connection may make. @default 1000 */
  readonly keepaliveRequests?: number;
  /** How long one client connection may take new requests. @default '1h' */
  readonly keepaliveTime?: Time;
  /** How long an idle connection is kept at least when the proxy drains. @default 0 */
  readonly keepaliveMinTimeout?: Time;
  /** Wait for more data from a client that is being closed, so that it can read the answer. `always` waits even if nothing is unread. @default 'on' */
  readonly lingeringClose?: Flag | 'always';
  /** How long a lingering close may take altogether. @default '30s' */
  readonly lingeringTime?: Time;
  /** How long a lingering close waits for more data. @default '5s' */
  readonly lingeringTimeout?: Time;
  /** Close a connection that timed out with RST instead of FIN. @default 'off' */
  readonly resetTimedoutConnection?: Flag;
  /** TCP_NODELAY on both connections of a tunnel. @default 'on' */
  readonly tcpNodelay?: Flag;
}
