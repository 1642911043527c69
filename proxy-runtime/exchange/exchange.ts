import type { Location, Server } from '../config/compile.ts';
import type { LocationSettings } from '../config/directives.ts';
import type { ClientConnection } from '../connection/client-connection.ts';
import { normalizeHost } from '../http/host.ts';
import type { RequestHead } from '../http/request-head.ts';
import { closesConnection, isRedirect } from '../http/status.ts';
import { normalizeUri, type NormalizedUri } from '../http/uri.ts';
import type { ChannelOwner } from '../net/channel.ts';
import type { LocationKey } from '../routing/location.ts';
import type { ProxyPass } from '../routing/proxy-pass.ts';
import type { Cause } from './cause.ts';
import { Flush } from './flush.ts';
import { writeOwnResponse, type OwnResponse } from './own-response.ts';
import { redirectUrl } from './redirect.ts';
import type { Request } from './request.ts';
import { hasBody, RequestBody } from './request-body.ts';
import { UpstreamRequest } from './upstream-request.ts';

/** What an access-log line tells of the answer. */
export interface Outcome {
  status: number;
  /** All bytes to the client. */
  bytesSent: number;
  /** Of these, the response's head. */
  headLength: number;
  /** Whether the exchange came to its regular end. */
  complete: boolean;
  cause: Cause | undefined;
}

/** One request and its answer, or its tunnel. While it lasts, the client's socket is its own; `finish` is its one and only end. */
export class Exchange implements Request {
  readonly client: ClientConnection;
  readonly head: RequestHead;
  readonly startedAt = performance.now();
  readonly host: string;
  readonly server: Server;
  uri: NormalizedUri = { path: '', args: undefined };
  settings: LocationSettings;
  id: string | undefined;
  readonly outcome: Outcome = { status: 0, bytesSent: 0, headLength: 0, complete: false, cause: undefined };
  upstream: UpstreamRequest | undefined;
  #location: Location | undefined;
  #body: RequestBody | undefined;
  #keepAlive: boolean;
  #finished = false;
  readonly #bytesBefore: number;

  constructor(client: ClientConnection, head: RequestHead) {
    this.client = client;
    this.head = head;
    this.#bytesBefore = client.channel.bytesWritten;
    const named = head.authority ?? head.headers.get('host');
    const host = named === undefined ? undefined : normalizeHost(named);
    this.server = client.listen.servers.find(host ?? '');
    this.host = host ?? this.server.names[0] ?? '';
    this.settings = this.server.outside;
    this.#keepAlive = asksToStay(head);
  }

  get proxyPass(): ProxyPass | undefined {
    return this.#location?.proxyPass;
  }

  /** The key of the location that was found. */
  get locationKey(): LocationKey | undefined {
    return this.#location?.key;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** What the `Connection` header of an answer says. */
  get connection(): 'keep-alive' | 'close' {
    const { requests, openedAt, cycle } = this.client;
    const { keepaliveRequests, keepaliveTime, keepaliveTimeout } = this.settings;
    const spent = requests >= keepaliveRequests || performance.now() - openedAt >= keepaliveTime;
    return this.#keepAlive && !spent && keepaliveTimeout > 0 && !cycle.draining ? 'keep-alive' : 'close';
  }

  /** Who hears of the client's socket from now on. */
  giveClientTo(owner: ChannelOwner): void {
    if (this.#body === undefined) this.client.channel.owner = owner;
    else this.#body.giveTo(owner);
  }

  closeAfterwards(): void {
    this.#keepAlive = false;
  }

  start(): void {
    this.client.channel.owner = new WaitingClient(this);
    const uri = normalizeUri(this.head.target, this.server.settings.mergeSlashes);
    if (uri === undefined) {
      this.answer({ status: 400 });
      return;
    }
    this.uri = uri;
    const match = this.server.locations.find(uri.path);
    if (match === undefined) this.answer({ status: 404 });
    else if ('redirectTo' in match)
      this.#redirect(301, match.redirectTo + (uri.args === undefined ? '' : `?${uri.args}`));
    else this.#enter(match.location);
  }

  #enter(location: Location): void {
    this.#location = location;
    this.settings = location.settings;
    const { clientMaxBodySize } = location.settings;
    if (clientMaxBodySize > 0 && (this.head.contentLength ?? 0) > clientMaxBodySize) this.answer({ status: 413 });
    else if (location.return !== undefined) this.#return(location.return.code, location.return.text?.(this));
    else this.#proxy(location);
  }

  #return(code: number, text: string | undefined): void {
    if (code === 444) {
      this.outcome.status = 444;
      this.closeAfterwards();
      this.finish('refused');
    } else if (text !== undefined && isRedirect(code)) {
      this.#redirect(code, text);
    } else {
      this.answer({ status: code, text });
    }
  }

  #redirect(status: number, to: string): void {
    this.answer({ status, location: redirectUrl(this, to) });
  }

  #proxy(location: Location): void {
    const upstream = this.client.cycle.upstream(location.upstream ?? '');
    this.upstream = new UpstreamRequest(this, upstream);
    if (!hasBody(this.head)) {
      this.upstream.start(undefined);
      return;
    }
    this.#body = new RequestBody(this);
    if (this.settings.proxyRequestBuffering) this.#body.readWhole((body) => this.upstream?.start(body));
    else this.upstream.start(this.#body);
  }

  // --- answers of our own ---------------------------------------------------------------------------------------------

  /** Sends a response of the proxy's own and ends the exchange. */
  answer(response: OwnResponse): void {
    const { channel } = this.client;
    if (closesConnection(response.status)) this.closeAfterwards();
    const { bytes, headLength } = writeOwnResponse(response, {
      connection: this.connection,
      settings: this.settings,
      withBody: this.head.method !== 'HEAD',
      withHead: this.head.version !== 9,
    });
    this.outcome.status = response.status;
    this.outcome.headLength = headLength;
    channel.write(bytes);
    this.finish(undefined);
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  /** Bytes written to the client for this exchange. */
  get bytesSent(): number {
    return this.client.channel.bytesWritten - this.#bytesBefore;
  }

  /** The client went away before it had its answer. */
  clientGone(): void {
    if (this.outcome.status === 0) this.outcome.status = 499;
    this.closeAfterwards();
    this.finish('client_gone', 'abrupt');
  }

  /** A drain's time is over. */
  shutDown(): void {
    this.closeAfterwards();
    if (this.#finished) this.client.destroy();
    else this.finish('shutdown_timeout', 'abrupt');
  }

  /**
   * Ends the exchange: frees the backend's connection, then keeps or closes the client's, and writes the one log line.
   *
   * @param cause - undefined for the regular end of an answer
   * @param how - `abrupt` closes the client's connection without lingering, `reset` with RST
   */
  finish(cause: Cause | undefined, how: 'gentle' | 'abrupt' | 'reset' = 'gentle'): void {
    if (this.#finished) return;
    this.#finished = true;
    this.outcome.cause = cause;
    this.outcome.complete = cause === undefined || REGULAR.has(cause);
    this.upstream?.end();
    this.#body?.abandon();
    if (how !== 'gentle' || this.client.channel.closed) this.#cutOff(how === 'reset');
    else if (this.outcome.status === 101) this.client.close(this.settings, () => this.#log());
    else new Flush(this, (flushed) => (flushed === 'sent' ? this.#leave() : this.#notTaken())).start();
  }

  #log(): void {
    this.outcome.bytesSent = this.bytesSent;
    this.client.cycle.logAccess(this);
  }

  #cutOff(reset: boolean): void {
    this.client.destroy(reset);
    this.#log();
  }

  /** The client did not take its answer. */
  #notTaken(): void {
    this.outcome.complete = false;
    this.outcome.cause ??= this.client.channel.closed ? 'client_gone' : 'client_send_timeout';
    this.#cutOff(this.settings.resetTimedoutConnection);
  }

  /** The client has its answer: its connection goes on to the next request, or is closed. */
  #leave(): void {
    if (this.connection === 'close') {
      const close = (): void => this.client.close(this.settings, () => this.#log());
      this.#afterBody(close, close);
      return;
    }
    this.#log();
    this.#afterBody(
      () => this.client.next(this.settings),
      () => this.client.close(this.settings),
    );
  }

  /** The rest of a body nobody wanted is read and dropped first: the client may only then look at its answer. */
  #afterBody(done: () => void, failed: () => void): void {
    if (!hasBody(this.head) || this.client.channel.ended) done();
    else (this.#body ?? new RequestBody(this)).discardRest(done, failed);
  }
}

const REGULAR: ReadonlySet<Cause> = new Set<Cause>([
  'client_eof',
  'upstream_eof',
  'client_reset',
  'upstream_reset',
  'idle',
  'upstream_send_timeout',
]);

function asksToStay(head: RequestHead): boolean {
  const connection = head.headers.joined('connection')?.toLowerCase() ?? '';
  if (head.version === 9 || connection.includes('close')) return false;
  return head.version === 11 || connection.includes('keep-alive');
}

/** The client's socket while a backend is asked: what it sends is kept, and if it leaves, nobody needs the answer. */
class WaitingClient implements ChannelOwner {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  onData(chunk: Buffer): void {
    this.#exchange.client.hold(chunk);
  }

  onEnd(): void {
    if (!this.#exchange.settings.proxyIgnoreClientAbort) this.#exchange.clientGone();
  }

  onDrain(): void {
    // Nothing has been written yet.
  }

  onClose(): void {
    if (!this.#exchange.settings.proxyIgnoreClientAbort) this.#exchange.clientGone();
  }
}
