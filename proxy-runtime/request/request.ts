import type { HeaderList } from '../http/header-list.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { NormalizedUri } from '../http/uri.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import type { RequestValues } from './request-values.ts';
import type { Attempt } from './attempt.ts';
import type { Outcome } from './outcome.ts';

/** The client's connection, as variables and logs see it. */
export interface ClientInfo {
  readonly remoteAddress: string;
  readonly remotePort: number | undefined;
  readonly localAddress: string;
  readonly localPort: number | undefined;
  /** How many requests the connection has made, this one included. */
  readonly requests: number;
  /** Its number among all connections, from 1 on: nginx's `$connection`. */
  readonly number: number;
  /** When it was accepted, on the clock of `performance.now()`. */
  readonly openedAt: number;
  /** TLS, as it was agreed on; undefined for a plain connection. */
  readonly tls: TlsInfo | undefined;
}

/** What nginx's `$ssl_…` variables show. */
export interface TlsInfo {
  readonly protocol: string;
  readonly cipher: string;
  /** The name the client asked for (SNI), '' for none. */
  readonly serverName: string;
  readonly sessionReused: boolean;
  /** `NONE`, `SUCCESS` or `FAILED:reason`. */
  readonly clientVerify: string;
  /** The client certificate's subject and issuer (RFC 2253), serial number and SHA-1 fingerprint; '' without one. */
  readonly clientSubject: string;
  readonly clientIssuer: string;
  readonly clientSerial: string;
  readonly clientFingerprint: string;
  /** The client certificate in PEM, '' without one. */
  readonly clientCertificate: string;
}

/** The server block that a request was given to, as variables and logs see it. */
export interface RequestServer {
  /** nginx's `$server_name`. */
  readonly name: string;
}

/** The URI of a request. */
export interface ClientUri extends NormalizedUri {
  /** It is not as the client asked for it any more: `set $args` changed it. */
  readonly rewritten?: true;
}

/** A request that was read and given to a server: what variables are computed from. */
export interface Request {
  readonly client: ClientInfo;
  readonly head: RequestHead;
  readonly uri: NormalizedUri;
  /** nginx's `$host`. */
  readonly host: string;
  readonly server: RequestServer;
  readonly proxyPass: ProxyTarget | undefined;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  /** What `set`, maps and regular expressions have put down for it. */
  readonly values: RequestValues;
  /** What was answered; complete only when the access log is written. */
  readonly outcome: Outcome;
  /** Whether its first bytes were there before the answer to the request before it was out. */
  readonly pipelined?: boolean;
  /** Bytes of the request, head and body, that were read. */
  readonly requestLength: number;
  /** How long a chunked body turned out to be; undefined while that is not known. */
  readonly bodyLength?: number | undefined;
  /** The tries at backends, in their order. */
  readonly attempts: readonly Attempt[];
  /** The headers of the backend's response, once they are there. */
  readonly upstreamHeaders: HeaderList | undefined;
  /** nginx's `$request_id`, made when first asked for. */
  id: string | undefined;
  /** Writes an alert about it to the error log that is its own. */
  alert(message: string): void;
}
