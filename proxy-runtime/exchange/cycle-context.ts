import type { CompiledConfig } from '../compile/compile.ts';
import type { Location } from '../compile/location.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { LogLevel } from '../config/types.ts';
import type { ProxyTarget } from '../config/values/proxy-url.ts';
import type { LimitZones } from '../limits/limit-zones.ts';
import type { Counters } from '../metrics/counters.ts';
import type { Channel } from '../net/channel.ts';
import type { ConnectionBudget } from '../net/connection-budget.ts';
import type { Cause } from '../request/cause.ts';
import type { Request } from '../request/request.ts';
import type { upstreamTlsBySettings } from '../tls/upstream-tls.ts';
import type { PeerGroup } from '../upstream/peer-group.ts';

/** A request with the settings that hold for it. */
export interface LoggedRequest extends Request {
  readonly settings: LocationSettings;
}

/** The request that a tunnel was opened for. */
export interface TunnelRequest extends LoggedRequest {
  readonly location: Location | undefined;
  /** Closes both sides: a drain's time is over. */
  shutDown(): void;
}

/** The bytes that an open tunnel has carried. */
export interface TunnelBytes {
  readonly bytesToClient: number;
  readonly bytesToUpstream: number;
}

/** What an exchange needs of the cycle that its connection was accepted under: the configuration at work, and what all its requests share. */
export interface CycleContext {
  readonly config: CompiledConfig;
  readonly counters: Counters;
  readonly budget: ConnectionBudget;
  readonly zones: LimitZones;
  readonly upstreamTls: ReturnType<typeof upstreamTlsBySettings>;
  /** Whether no further request is taken from a connection. */
  readonly draining: boolean;
  /** Whom a request is sent to. */
  peerGroup(location: Location, target: ProxyTarget): PeerGroup | Promise<PeerGroup>;
  /** @param request - whose client and log it is about */
  log(level: LogLevel, message: string, request?: LoggedRequest): void;
  logAccess(request: LoggedRequest): void;
  openTunnel(tunnel: TunnelBytes, request: TunnelRequest, upstream: Channel): void;
  endTunnel(tunnel: TunnelBytes, cause: Cause | undefined): void;
}
