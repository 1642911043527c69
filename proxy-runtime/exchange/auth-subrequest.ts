import type { Location } from '../compile/location.ts';
import type { Server } from '../compile/server.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { CycleContext } from './cycle-context.ts';
import type { HeaderList } from '../http/header-list.ts';
import type { RequestHead } from '../http/request-head.ts';
import { ResponseBody } from '../http/response-body.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { NormalizedUri } from '../http/uri.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import type { RequestValues } from '../request/request-values.ts';
import { setVariables } from '../variables/set.ts';
import type { RequestContext } from './request-context.ts';
import type { Attempt } from '../request/attempt.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { searchLocation } from './phases/find-location.ts';
import { noOutcome } from '../request/outcome.ts';
import type { ClientInfo } from '../request/request.ts';
import type { UpstreamLease } from './upstream-lease.ts';
import { UpstreamRequest } from './upstream-request.ts';

/** What the request of `auth_request` was answered. */
export interface AuthAnswer {
  readonly status: number;
  readonly headers: HeaderList | undefined;
  /** It was a 101, although nobody can talk through it. */
  readonly upgraded: boolean;
}

/** The request of `auth_request`: a GET with the client's headers and without a body, to a location of the same server. */
export class AuthSubrequest implements RequestContext {
  readonly attempts: Attempt[] = [];
  readonly outcome = noOutcome();
  readonly method = 'GET';
  readonly rawTarget = undefined;
  readonly requestLength = 0;
  /** nginx looks at the client's own header here, and refuses the answer all the same. */
  readonly mayUpgrade = true;
  readonly head: RequestHead;
  uri: NormalizedUri;
  location: Location | undefined;
  settings: LocationSettings;
  proxyPass: ProxyTarget | undefined;
  upstreamHeaders: HeaderList | undefined;
  readonly #main: ExchangeContext;
  readonly #done: (answer: AuthAnswer) => void;
  #upstream: UpstreamRequest | undefined;
  #over = false;

  /** @param done - called once, unless it is stopped before */
  constructor(main: ExchangeContext, uri: string, done: (answer: AuthAnswer) => void) {
    this.#main = main;
    this.#done = done;
    this.head = { ...main.head, contentLength: undefined, chunked: false };
    // nginx takes it as a path, as it is.
    this.uri = { path: uri, args: undefined, quoted: false };
    this.settings = main.server.outside;
  }

  get client(): ClientInfo {
    return this.#main.client;
  }

  get cycle(): CycleContext {
    return this.#main.cycle;
  }

  get server(): Server {
    return this.#main.server;
  }

  get host(): string {
    return this.#main.host;
  }

  /** As in nginx, a subrequest's variables are those of its request. */
  get values(): RequestValues {
    return this.#main.values;
  }

  get startedAt(): number {
    return this.#main.startedAt;
  }

  get id(): string | undefined {
    return this.#main.id;
  }

  set id(id: string | undefined) {
    this.#main.id = id;
  }

  alert(message: string): void {
    this.cycle.log('alert', message, this);
  }

  start(): void {
    setVariables(this.server.set, this);
    if (this.server.return !== undefined) {
      this.#end({ status: this.server.return.code });
      return;
    }
    const found = searchLocation(this);
    if (found === 'failed') {
      this.#end({ status: 500 });
      return;
    }
    if (found === undefined || found.redirectTo !== undefined) {
      this.#end({ status: found === undefined ? 404 : 301 });
      return;
    }
    const { location, match } = found;
    if (match !== undefined) this.values.matched(match);
    this.location = location;
    this.settings = location.settings;
    setVariables(location.set, this);
    if (location.return !== undefined) this.#end({ status: location.return.code });
    else if (location.proxyPass === undefined) this.#end({ status: 404 });
    else {
      this.#upstream = new UpstreamRequest(this);
      this.#upstream.start(undefined);
    }
  }

  unanswered(status: number): void {
    this.#end({ status });
  }

  hinted(): void {
    // Nobody is told.
  }

  answered(head: ResponseHead, rest: Buffer): void {
    this.upstreamHeaders = head.headers;
    // The status is all that is wanted: what is not here with it is not waited for, and costs the connection.
    const body = new ResponseBody(head, head.status === 204 || head.status === 304);
    const clean = body.take(rest, () => undefined) && body.done && body.exact && head.keepAlive;
    this.#end({ status: head.status, headers: head.headers, clean });
  }

  upgraded(head: ResponseHead, _rest: Buffer, lease: UpstreamLease): void {
    this.upstreamHeaders = head.headers;
    lease.end(this.attempts.at(-1), 'success');
    lease.channel.destroy();
    this.#end({ status: 101, headers: head.headers, upgraded: true });
  }

  bodyFlows(): void {
    // It has no body.
  }

  #end({
    status,
    headers,
    upgraded = false,
    clean = false,
  }: Partial<AuthAnswer> & { status: number; clean?: boolean }): void {
    if (this.#over) return;
    this.#over = true;
    this.outcome.status = status;
    this.#upstream?.end(clean ? 'complete' : 'aborted');
    for (const { name, value } of this.#main.settings.authRequestSet) this.values.set(name, value(this));
    this.#done({ status, headers, upgraded });
  }

  /** The client's request is over. */
  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#upstream?.end('aborted');
  }
}
