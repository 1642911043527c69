import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import type { LimitReq, LogLevel } from '../config/types.ts';
import type { ConnZoneSettings, ReqZoneSettings, ZoneSettings } from './limit-zones.ts';

/** One `limit_conn`, ready to use. */
export interface ConnLimit {
  readonly zone: ConnZoneSettings;
  readonly max: number;
}

/** One `limit_req`, ready to use. */
export interface ReqLimit {
  readonly zone: ReqZoneSettings;
  /** In thousandths of a request, as {@link ReqLimit.delay}. */
  readonly burst: number;
  readonly delay: number;
}

/** What becomes of a request that is beyond a limit. */
export interface LimitResponse {
  readonly status: number;
  readonly dryRun: boolean;
  readonly logLevel: LogLevel;
}

/** A location's `limit_conn`s. */
export interface ConnLimits extends LimitResponse {
  readonly limits: readonly ConnLimit[];
}

/** A location's `limit_req`s. */
export interface ReqLimits extends LimitResponse {
  readonly limits: readonly ReqLimit[];
}

/** nginx counts in 16 bits. */
const MAX_CONN = 65_535;

/** Compiles a `limitConn`. @throws {@link ConfigError} */
export function compileConnLimits(limits: Readonly<Record<string, number>>, { conn }: ZoneSettings): ConnLimit[] {
  return Object.entries(limits).map(([name, max]) =>
    at([name], () => {
      if (!Number.isInteger(max) || max < 1 || max > MAX_CONN)
        throw new ConfigError(`is ${max}, but nginx counts 1 to ${MAX_CONN} open requests of a key`);
      return { zone: findZone(conn, name, 'limitConnZone'), max };
    }),
  );
}

/** Compiles a `limitReq`. @throws {@link ConfigError} */
export function compileReqLimits(limits: readonly LimitReq[], { req }: ZoneSettings): ReqLimit[] {
  const seen = new Set<string>();
  return limits.map((limit, index) =>
    at([index], () => {
      const { zone, burst = 0, delay, nodelay = false } = limit;
      if (seen.has(zone)) throw new ConfigError(`zone ${JSON.stringify(zone)} is there twice; leave one out`);
      seen.add(zone);
      if (nodelay && delay !== undefined) throw new ConfigError('has both nodelay and delay; leave one out');
      return {
        zone: at(['zone'], () => findZone(req, zone, 'limitReqZone')),
        burst: thousandths(burst, 'burst'),
        delay: nodelay ? Infinity : thousandths(delay ?? 0, 'delay'),
      };
    }),
  );
}

function thousandths(requests: number, key: string): number {
  if (!Number.isInteger(requests) || requests < 0 || !Number.isSafeInteger(requests * 1000))
    throw new ConfigError(`is ${requests}, but must be a whole number of requests`, [key]);
  return requests * 1000;
}

function findZone<Z>(zones: ReadonlyMap<string, Z>, name: string, directive: string): Z {
  const zone = zones.get(name);
  if (zone === undefined)
    throw new ConfigError(`there is no zone ${JSON.stringify(name)}; declare it in ${directive}, or name another`);
  return zone;
}
