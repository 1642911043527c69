import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { NextUpstreamCondition } from '../config/types.ts';

/** Methods that must not be sent twice. */
const NON_IDEMPOTENT = new Set(['POST', 'LOCK', 'PATCH']);

/** How far an attempt had come when it failed. */
export interface Progress {
  /** Whether anything of the request was sent. */
  readonly sent: boolean;
  /** Whether the request's body is gone with it, because it was streamed. */
  readonly streamed: boolean;
}

/** nginx's `proxy_next_upstream`: whether a request may be tried again after an attempt that failed. */
export class NextUpstream {
  readonly #settings: LocationSettings;
  readonly #method: string;
  readonly #startedAt = performance.now();
  #left: number;

  /** @param peers - how many there are to try */
  constructor(settings: LocationSettings, method: string, peers: number) {
    this.#settings = settings;
    this.#method = method;
    this.#left = settings.proxyNextUpstreamTries === 0 ? peers : Math.min(peers, settings.proxyNextUpstreamTries);
  }

  /** An attempt is over. */
  count(): void {
    this.#left--;
  }

  /** An attempt was none: a kept connection was closed while the request was under way to it. */
  giveBack(): void {
    this.#left++;
  }

  /** Asked before the attempt that failed is counted. */
  allows(condition: NextUpstreamCondition, { sent, streamed }: Progress): boolean {
    const { proxyNextUpstream, proxyNextUpstreamTimeout } = this.#settings;
    if (this.#left <= 1 || !proxyNextUpstream.has(condition)) return false;
    if (proxyNextUpstreamTimeout > 0 && performance.now() - this.#startedAt >= proxyNextUpstreamTimeout) return false;
    if (!sent) return true;
    return !streamed && (!NON_IDEMPOTENT.has(this.#method) || proxyNextUpstream.has('non_idempotent'));
  }
}
