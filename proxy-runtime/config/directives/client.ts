import type { Flag, Size, Time } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** nginx's `large_client_header_buffers NUMBER SIZE`. */
export interface HeaderBuffers {
  /** How many there are at most. */
  readonly number: number;
  /** The size of each. */
  readonly size: Size;
}

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

export const CLIENT = {
  clientMaxBodySize: { kind: 'offset', default: '1m' },
  clientBodyBufferSize: { kind: 'size', default: '16k' },
  clientBodyTempPath: { kind: 'file' },
  clientBodyTimeout: { kind: 'time', default: '60s' },
  sendTimeout: { kind: 'time', default: '60s' },
  keepaliveTimeout: { kind: 'time', default: '75s' },
  keepaliveHeaderTimeout: { kind: 'seconds' },
  keepaliveRequests: { kind: 'count', from: 1, default: 1000 },
  keepaliveTime: { kind: 'time', default: '1h' },
  keepaliveMinTimeout: { kind: 'time', default: 0, since: '1.27.4' },
  lingeringClose: { kind: 'enum', of: ['on', 'off', 'always'], default: 'on' },
  lingeringTime: { kind: 'time', default: '30s' },
  lingeringTimeout: { kind: 'time', default: '5s' },
  resetTimedoutConnection: { kind: 'flag', default: 'off' },
  tcpNodelay: { kind: 'flag', default: 'on' },
} satisfies Directives<ClientDirectives>;

/** Directives of http and server level that concern reading a request's head. */
export interface RequestHeadDirectives {
  /** The longest wait for a complete request head, from the connection's (or request's) first moment. @default '60s' */
  readonly clientHeaderTimeout?: Time;
  /** The first buffer for a request's head. @default '1k' */
  readonly clientHeaderBufferSize?: Size;
  /** The buffers for long request lines and headers; a line must fit one of them. @default `{ number: 4, size: '8k' }` */
  readonly largeClientHeaderBuffers?: HeaderBuffers;
  /** How many header lines a request may have. @default 1000 */
  readonly maxHeaders?: number;
  /** Accept header names with `_`. @default 'off', such lines are dropped */
  readonly underscoresInHeaders?: Flag;
  /** Drop header lines with invalid names; `off` passes them on. @default 'on' */
  readonly ignoreInvalidHeaders?: Flag;
  /** Take several slashes in a row as one when a location is looked for. @default 'on' */
  readonly mergeSlashes?: Flag;
}

export const REQUEST_HEAD = {
  clientHeaderTimeout: { kind: 'time', default: '60s' },
  clientHeaderBufferSize: { kind: 'buffer', default: '1k' },
  largeClientHeaderBuffers: { kind: 'own', default: { number: 4, size: '8k' } },
  maxHeaders: { kind: 'count', from: 1, default: 1000, since: '1.29.8' },
  underscoresInHeaders: { kind: 'flag', default: 'off' },
  ignoreInvalidHeaders: { kind: 'flag', default: 'on' },
  mergeSlashes: { kind: 'flag', default: 'on' },
} satisfies Directives<RequestHeadDirectives>;
