import type { Server } from '../config/compile.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { NormalizedUri } from '../http/uri.ts';
import type { ProxyPass } from '../routing/proxy-pass.ts';

/** The client's connection, as variables and logs see it. */
export interface ClientInfo {
  readonly remoteAddress: string;
  readonly remotePort: number | undefined;
  readonly localAddress: string;
  readonly localPort: number | undefined;
  /** How many requests the connection has made, this one included. */
  readonly requests: number;
}

/** A request that was read and given to a server: what variables are computed from. */
export interface Request {
  readonly client: ClientInfo;
  readonly head: RequestHead;
  readonly uri: NormalizedUri;
  /** nginx's `$host`. */
  readonly host: string;
  readonly server: Server;
  readonly proxyPass: ProxyPass | undefined;
  /** nginx's `$request_id`, made when first asked for. */
  id: string | undefined;
}
