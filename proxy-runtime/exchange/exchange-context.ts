import type { Location } from '../compile/location.ts';
import type { Server } from '../compile/server.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { HeaderList } from '../http/header-list.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { NormalizedUri } from '../http/uri.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { Attempt } from '../request/attempt.ts';
import type { Cause } from '../request/cause.ts';
import type { RequestValues } from '../request/request-values.ts';
import type { RequestContext } from './request-context.ts';
import type { Client } from './client.ts';
import type { OwnResponse } from './own-response.ts';

/** One request and its answer, or its tunnel, as its parts have it: nginx's phases, its body, the relay, the tunnel. */
export interface ExchangeContext extends RequestContext {
  readonly client: Client;
  readonly server: Server;
  head: RequestHead;
  host: string;
  uri: NormalizedUri;
  values: RequestValues;
  attempts: Attempt[];
  settings: LocationSettings;
  location: Location | undefined;
  upstreamHeaders: HeaderList | undefined;
  /** What ends with the exchange: a delay, a subrequest. */
  pending: { stop(): void } | undefined;
  /** What it holds of the limits until it is over. */
  limits: RequestLimits | undefined;
  /** Whether no backend is asked, or none has an answer. */
  answersItself: boolean;
  readonly finished: boolean;
  /** What the `Connection` header of an answer says. */
  readonly connection: 'keep-alive' | 'close';
  /** Bytes sent to the client for this exchange. */
  readonly bytesSent: number;
  /** Closes the client's connection when the exchange is over. */
  closeAfterwards(): void;
  /** Sends a response of the proxy's own and ends the exchange. */
  answer(response: OwnResponse): void;
  /** Notes the response's head for the access log. */
  sentHead(text: string): void;
  /** The client went away before it had its answer. */
  clientGone(): void;
  /** A drain's time is over. */
  shutDown(): void;
  /**
   * Ends the exchange: frees the backend's connection, then keeps or closes the client's, and writes the one log line.
   *
   * @param cause - undefined for the regular end of an answer
   * @param how - `abrupt` closes the client's connection without lingering, `reset` with RST
   */
  finish(cause: Cause | undefined, how?: 'gentle' | 'abrupt' | 'reset'): void;
}
