import type { LogLevel } from '../config/types.ts';
import type { Request } from '../request/request.ts';
import { monotonicMs } from './clock.ts';
import type { ConnZone } from './limit-conn-zone.ts';
import type { ReqZone } from './limit-req-zone.ts';
import type { ConnLimits, ReqLimit, ReqLimits } from './limit-settings.ts';
import type { LimitZones } from './limit-zones.ts';

/** What a limit says of a request. */
export type LimitResult =
  | { readonly kind: 'pass' }
  /** It may go on after so many milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** It is answered with the status. */
  | { readonly kind: 'refuse'; readonly status: number };

type Log = (level: LogLevel, message: string) => void;

const PASS: LimitResult = { kind: 'pass' };

const MAX_CONN_KEY = 255;
const MAX_REQ_KEY = 65_535;

/** nginx logs delays one level lower than refusals. */
const LOWER: Partial<Record<LogLevel, LogLevel>> = { error: 'warn', warn: 'notice', notice: 'info' };

/**
 * The limits one request is under, as long as it lasts. As in nginx, each kind is looked at once for a request, wherever it is
 * sent afterwards: first `limitReq`, and when the delay it asks for is over, `limitConn`.
 */
export class RequestLimits {
  readonly #zones: LimitZones;
  readonly #request: Request;
  readonly #log: Log;
  readonly #held: { readonly zone: ConnZone; readonly key: string }[] = [];

  constructor(zones: LimitZones, request: Request, log: Log) {
    this.#zones = zones;
    this.#request = request;
    this.#log = log;
  }

  /** @param now - milliseconds of a clock that never goes back */
  limitReq(settings: ReqLimits, now = monotonicMs()): LimitResult {
    const { outcome } = this.#request;
    if (outcome.limitReq !== '') return PASS;
    const looked = this.#lookUp(settings, now);
    if (looked.length === 0) return PASS;
    const dryRun = settings.dryRun ? ', dry run' : '';
    // nginx stops at the first limit that is exceeded, and then counts the request nowhere.
    const exceeded = looked.at(-1);
    if (exceeded !== undefined && exceeded.excess > exceeded.limit.burst) {
      const { excess, limit } = exceeded;
      this.#log(settings.logLevel, `limiting requests${dryRun}, excess: ${decimal(excess)} by ${zoneOf(limit)}`);
      outcome.limitReq = settings.dryRun ? 'REJECTED_DRY_RUN' : 'REJECTED';
      return settings.dryRun ? PASS : { kind: 'refuse', status: settings.status };
    }
    for (const each of looked) {
      if (!each.counted) each.excess = each.zone.count(each.key, each.limit.zone.rate, now);
    }
    const longest = looked.reduceRight((a, b) => (delayOf(b) > delayOf(a) ? b : a));
    const ms = delayOf(longest);
    if (ms === 0) {
      outcome.limitReq = 'PASSED';
      return PASS;
    }
    const { excess, limit } = longest;
    const level = LOWER[settings.logLevel] ?? settings.logLevel;
    this.#log(level, `delaying request${dryRun}, excess: ${decimal(excess)}, by ${zoneOf(limit)}`);
    outcome.limitReq = settings.dryRun ? 'DELAYED_DRY_RUN' : 'DELAYED';
    return settings.dryRun ? PASS : { kind: 'delay', ms };
  }

  /**
   * The limits that concern the request, up to and with the first that is exceeded. The last of all is counted at once, so that no other
   * worker's request comes in between.
   */
  #lookUp({ limits }: ReqLimits, now: number): Counted[] {
    const looked: Counted[] = [];
    for (const limit of limits) {
      const { name, key: keyOf, keyText, rate } = limit.zone;
      const key = keyOf(this.#request);
      if (!this.#isKey(key, keyText, MAX_REQ_KEY)) continue;
      const zone = this.#zones.req(name);
      const counted = limit === limits.at(-1);
      const excess = counted ? zone.count(key, rate, now, limit.burst) : zone.excess(key, rate, now);
      looked.push({ limit, zone, key, excess, counted });
      if (excess > limit.burst) break;
    }
    return looked;
  }

  limitConn(settings: ConnLimits): LimitResult {
    const { outcome } = this.#request;
    if (outcome.limitConn !== '') return PASS;
    for (const { zone: settingsOfZone, max } of settings.limits) {
      const { name, keyText } = settingsOfZone;
      const key = settingsOfZone.key(this.#request);
      if (!this.#isKey(key, keyText, MAX_CONN_KEY)) continue;
      outcome.limitConn = 'PASSED';
      const zone = this.#zones.conn(name);
      const acquired = zone.acquire(key, max);
      if (acquired === 'ok') {
        this.#held.push({ zone, key });
        continue;
      }
      if (acquired === 'full') this.#log('crit', `no memory in limit_conn_zone "${name}"`);
      else this.#log(settings.logLevel, `limiting connections${settings.dryRun ? ', dry run,' : ''} by zone "${name}"`);
      this.leave();
      outcome.limitConn = settings.dryRun ? 'REJECTED_DRY_RUN' : 'REJECTED';
      return settings.dryRun ? PASS : { kind: 'refuse', status: settings.status };
    }
    return PASS;
  }

  /** The request, or its tunnel, is over. */
  leave(): void {
    for (const { zone, key } of this.#held.splice(0)) zone.release(key);
  }

  /** Whether the value is one that is counted. */
  #isKey(value: string, keyText: string, max: number): boolean {
    if (value.length > max)
      this.#log('error', `the value of the "${keyText}" key is more than ${max} bytes: "${value}"`);
    return value.length > 0 && value.length <= max;
  }
}

interface Counted {
  readonly limit: ReqLimit;
  readonly zone: ReqZone;
  readonly key: string;
  excess: number;
  readonly counted: boolean;
}

/** Milliseconds until the request is no longer beyond the rate. */
function delayOf({ limit, excess }: Counted): number {
  return excess <= limit.delay ? 0 : Math.floor(((excess - limit.delay) * 1000) / limit.zone.rate);
}

function zoneOf({ zone }: ReqLimit): string {
  return `zone "${zone.name}"`;
}

function decimal(thousandths: number): string {
  return (thousandths / 1000).toFixed(3);
}
