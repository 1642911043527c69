import type { Location } from '../compile/location.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { CycleContext } from './cycle-context.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { Channel } from '../net/channel.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import type { Attempt } from '../request/attempt.ts';
import type { Request } from '../request/request.ts';
import type { UpstreamLease } from './upstream-lease.ts';

/** The context of a request to a backend: a client's exchange, or a subrequest of the proxy's own, which the answer goes to. */
export interface RequestContext extends Request {
  readonly settings: LocationSettings;
  readonly location: Location | undefined;
  readonly cycle: CycleContext;
  readonly attempts: Attempt[];
  proxyPass: ProxyTarget | undefined;
  /** The client's target as it came; undefined where the URI is not the client's own. */
  readonly rawTarget: string | undefined;
  /** The method of the request to the backend, if no `proxy_method` says otherwise. */
  readonly method: string;
  /** Whether a 101 may be answered: the client asked for it. */
  readonly mayUpgrade: boolean;
  /** Takes note that no backend has answered. @param status - what the client is told, such as 502 */
  unanswered(status: number): void;
  /** Takes an interim response of status 103, which may come before the final one. */
  hinted(head: ResponseHead): void;
  /** Takes the head of a backend's response, which is no 101. The connection belongs to the context from here on, until it ends the upstream request. */
  answered(head: ResponseHead, rest: Buffer, channel: Channel): void;
  /** Takes a backend's 101. The upstream request is over; the connection belongs to the context, which ends the lease of it. */
  upgraded(head: ResponseHead, rest: Buffer, lease: UpstreamLease): void;
  /** Takes note that the backend takes more of a streamed body, or no more for now. */
  bodyFlows(flows: boolean): void;
}
