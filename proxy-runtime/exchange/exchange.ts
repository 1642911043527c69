import type { Location } from '../compile/location.ts';
import type { Server } from '../compile/server.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { Client } from './client.ts';
import type { CycleContext } from './cycle-context.ts';
import { namedHost } from '../http/host.ts';
import type { ReceivedHead, RequestHead } from '../http/request-head.ts';
import type { HeaderList } from '../http/header-list.ts';
import type { ResponseHead } from '../http/response-head.ts';
import { closesConnection } from '../http/status.ts';
import type { NormalizedUri } from '../http/uri.ts';
import type { Channel } from '../net/channel.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { MatchLimitError } from '../pcre/matcher.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import { RequestValues } from '../request/request-values.ts';
import { addedLines } from './added-lines.ts';
import type { Attempt } from '../request/attempt.ts';
import { BodyStore } from './body-store.ts';
import { completes, type Cause } from '../request/cause.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { Flush } from './flush.ts';
import { sendContinue } from './send-continue.ts';
import { noOutcome } from '../request/outcome.ts';
import { writeOwnResponse, type OwnResponse } from './own-response.ts';
import { checkAccess } from './phases/access.ts';
import { findLocation } from './phases/find-location.ts';
import { checkLimits, leaveLimits } from './phases/limits.ts';
import { refuseInsecure } from './phases/security.ts';
import { closeSilently, rewriteLocation, rewriteServer } from './phases/rewrite.ts';
import { ResponseRelay } from './relay.ts';
import { hasBody, isHere, RequestBody } from './request-body.ts';
import { writeInterimHead } from './response-head-writer.ts';
import { Tunnel } from './tunnel.ts';
import { UpstreamRequest } from './upstream-request.ts';
import type { UpstreamLease } from './upstream-lease.ts';
import { WaitingClient } from './waiting-client.ts';

/** One request and its answer, or its tunnel. While it lasts, the client's socket is its own; `finish` is its one and only end. */
export class Exchange implements ExchangeContext {
  readonly client: Client;
  head: RequestHead;
  readonly startedAt: number;
  readonly pipelined: boolean;
  host: string;
  readonly server: Server;
  values = new RequestValues();
  readonly outcome = noOutcome();
  attempts: Attempt[] = [];
  uri: NormalizedUri;
  settings: LocationSettings;
  location: Location | undefined;
  proxyPass: ProxyTarget | undefined;
  upstreamHeaders: HeaderList | undefined;
  id: string | undefined;
  /** What ends with the exchange: a delay, a subrequest. */
  pending: { stop(): void } | undefined;
  limits: RequestLimits | undefined;
  /** Whether no backend is asked, or none has an answer. */
  answersItself = false;
  #upstream: UpstreamRequest | undefined;
  /** Of a tunnel. */
  #lease: UpstreamLease | undefined;
  /** What follows the response's head: it holds the backend connection's end, too. */
  #answer: ResponseRelay | Tunnel | undefined;
  #body: RequestBody | undefined;
  #keepAlive: boolean;
  /** Why its server could not be told. */
  readonly #failed: MatchLimitError | undefined;
  #finished = false;
  readonly #bytesBefore: number;

  constructor(client: Client, head: ReceivedHead, startedAt: number) {
    this.client = client;
    this.head = head;
    this.uri = head.uri;
    this.startedAt = startedAt;
    this.pipelined = client.pipelined;
    this.#bytesBefore = client.channel.bytesSent;
    const host = namedHost(head);
    const { server, match, failed } = client.listen.servers.find(host ?? '');
    if (match !== undefined) this.values.matched(match);
    this.server = server;
    this.#failed = failed;
    this.host = host ?? server.name;
    this.settings = server.outside;
    this.#keepAlive = asksToStay(head);
  }

  get cycle(): CycleContext {
    return this.client.cycle;
  }

  get method(): string {
    return this.head.method;
  }

  get rawTarget(): string {
    return this.head.target;
  }

  get bodyLength(): number | undefined {
    if (!this.head.chunked) return undefined;
    // One that nobody reads is none.
    return this.#body === undefined && this.answersItself ? 0 : this.#body?.length;
  }

  get mayUpgrade(): boolean {
    return this.head.headers.has('upgrade');
  }

  get finished(): boolean {
    return this.#finished;
  }

  get requestLength(): number {
    return this.head.length + (this.#body?.bytesRead ?? 0);
  }

  /** What the `Connection` header of an answer says. */
  get connection(): 'keep-alive' | 'close' {
    const { requests, openedAt, cycle } = this.client;
    const { keepaliveRequests, keepaliveTime, keepaliveTimeout } = this.settings;
    const spent = requests >= keepaliveRequests || performance.now() - openedAt >= keepaliveTime;
    return this.#keepAlive && !spent && keepaliveTimeout > 0 && !cycle.draining ? 'keep-alive' : 'close';
  }

  alert(message: string): void {
    this.cycle.log('alert', message, this);
  }

  closeAfterwards(): void {
    this.#keepAlive = false;
  }

  // --- nginx's phases -------------------------------------------------------------------------------------------------

  start(): void {
    this.client.giveTo('waiting', new WaitingClient(this));
    if (this.#failed !== undefined) {
      this.alert(this.#failed.message);
      closeSilently(this, 500);
      return;
    }
    if (refuseInsecure(this)) return;
    if (rewriteServer(this) || findLocation(this) || rewriteLocation(this)) return;
    checkLimits(this, () => checkAccess(this, () => this.#serve()));
  }

  #serve(): void {
    if (this.location?.proxyPass === undefined) {
      this.answer({ status: 404 });
      return;
    }
    sendContinue(this);
    this.#upstream = new UpstreamRequest(this);
    const { proxySetBody, proxyPassRequestBody, proxyRequestBuffering, proxyHttpVersion } = this.settings;
    const replaced = proxySetBody === undefined ? undefined : Buffer.from(proxySetBody(this), 'latin1');
    if (!hasBody(this.head)) {
      this.#upstream.start(replaced && this.#store(replaced));
      return;
    }
    this.#body = new RequestBody(this);
    // HTTP/1.0 has no way to send a body whose length is not known yet.
    const streams = !proxyRequestBuffering && (proxyHttpVersion === '1.1' || !this.head.chunked) && !this.#bodyIsHere;
    if (streams && replaced === undefined && proxyPassRequestBody) {
      this.#upstream.start(this.#body);
      return;
    }
    this.#body.readWhole((body) => {
      if (replaced === undefined && proxyPassRequestBody) this.#upstream?.start(body);
      else {
        body.close();
        this.#upstream?.start(replaced && this.#store(replaced));
      }
    });
  }

  /** Then its length is known, and a backend is told it. */
  get #bodyIsHere(): boolean {
    return this.head.chunked && isHere(this.client.input, this.settings.clientBodyBufferSize);
  }

  #store(bytes: Buffer): BodyStore {
    const store = new BodyStore(bytes.length, undefined);
    store.add(bytes);
    return store;
  }

  // --- what the backend says ------------------------------------------------------------------------------------------

  unanswered(status: number): void {
    this.answer({ status });
  }

  hinted(head: ResponseHead): void {
    const wanted = this.settings.earlyHints.some((value) => !['', '0'].includes(value(this)));
    // They are a favour: who does not take them gets no more, instead of having them kept.
    if (!wanted || this.head.version !== 11 || this.client.channel.congested) return;
    this.client.channel.write(writeInterimHead(head.statusText, head.headers, this.settings));
  }

  answered(head: ResponseHead, rest: Buffer, channel: Channel): void {
    this.upstreamHeaders = head.headers;
    this.#answer = new ResponseRelay(this, channel);
    this.#answer.start(head, rest);
  }

  upgraded(head: ResponseHead, rest: Buffer, lease: UpstreamLease): void {
    this.upstreamHeaders = head.headers;
    this.#upstream = undefined;
    this.#lease = lease;
    this.#answer = new Tunnel(this, lease.channel);
    this.#answer.start(head, rest);
  }

  bodyFlows(flows: boolean): void {
    this.#body?.flow(flows);
  }

  // --- answers of our own ---------------------------------------------------------------------------------------------

  /** Sends a response of the proxy's own and ends the exchange. */
  answer(response: OwnResponse): void {
    const { channel } = this.client;
    this.answersItself = true;
    if (response.closes ?? (response.text === undefined && closesConnection(response.status))) this.closeAfterwards();
    this.outcome.status = response.status;
    const lines = (response.lines ?? '') + addedLines(this, this.settings, response.status);
    const { bytes, headLength } = writeOwnResponse(
      { ...response, lines },
      {
        connection: this.connection,
        settings: this.settings,
        withBody: this.head.method !== 'HEAD',
        withHead: this.head.version !== 9,
      },
    );
    this.sentHead(bytes.slice(0, headLength));
    channel.write(bytes);
    this.finish(undefined);
  }

  /** Notes the response's head for the access log. */
  sentHead(text: string): void {
    this.outcome.headLength = text.length;
    if (this.cycle.config.shared.keepsSentHeaders) this.outcome.headers = text;
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  /** Bytes sent to the client for this exchange. */
  get bytesSent(): number {
    return this.client.channel.bytesSent - this.#bytesBefore;
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
    this.outcome.complete = cause === undefined || completes(cause);
    this.pending?.stop();
    this.#answer?.stop();
    this.#upstream?.end(this.#answer instanceof ResponseRelay && this.#answer.clean ? 'complete' : 'aborted');
    this.#lease?.end(this.attempts.at(-1), 'success');
    this.#lease?.channel.destroy();
    this.#body?.abandon();
    if (how !== 'gentle' || this.client.channel.closed) this.#cutOff(how === 'reset');
    else if (this.outcome.status === 101) this.client.close(this.settings, () => this.#log());
    else new Flush(this, (flushed) => (flushed === 'sent' ? this.#leave() : this.#notTaken())).start();
  }

  #log(): void {
    leaveLimits(this);
    this.outcome.bytesSent = this.bytesSent;
    this.cycle.logAccess(this);
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
    if (!hasBody(this.head)) done();
    else (this.#body ?? new RequestBody(this)).discardRest(done, failed);
  }
}

function asksToStay(head: RequestHead): boolean {
  const connection = head.headers.joined('connection')?.toLowerCase() ?? '';
  if (head.version === 9 || connection.includes('close')) return false;
  return head.version === 11 || connection.includes('keep-alive');
}
