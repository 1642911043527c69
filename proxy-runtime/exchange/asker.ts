import type { Location } from '../compile/location.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { CycleContext } from './cycle-context.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { Channel } from '../net/channel.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import type { Attempt } from '../request/attempt.ts';
import type { Request } from '../request/request.ts';

/** Who asks a backend: a client's exchange, or a subrequest of the proxy's own. */
export interface Asker extends Request {
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
  /** No backend has answered. */
  unanswered(status: number): void;
  /** An interim 103. */
  hinted(head: ResponseHead): void;
  /** A backend has: the connection is the asker's from here, up to `UpstreamRequest.end`. */
  answered(head: ResponseHead, rest: Buffer, channel: Channel): void;
  /** The backend takes more of a streamed body, or no more for now. */
  bodyFlows(flows: boolean): void;
}
