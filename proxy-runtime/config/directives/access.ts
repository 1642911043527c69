import type { Flag, Size } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** One `allow` or `deny`; it is one of both: `all`, `unix:`, an address, or a range (`10.0.0.0/8`, `2001:db8::/32`). */
export interface AccessRule {
  /** Who may pass. */
  readonly allow?: string;
  /** Who may not. */
  readonly deny?: string;
}

/** One `limit_req`. */
export interface LimitReq {
  /** A name of `limitReqZone`. */
  readonly zone: string;
  /** How many requests beyond the rate are taken; beyond that, `limitReqStatus`. @default 0 */
  readonly burst?: number;
  /** Whether none of the burst is delayed; not with `delay`. @default false */
  readonly nodelay?: boolean;
  /** How many requests of the burst are not delayed; not with `nodelay`. @default 0 */
  readonly delay?: number;
}

/** Who may do how much: http, server and location level. */
export interface AccessDirectives {
  /** Rules by address; the first that fits decides, and who fits none may pass. @default [] */
  readonly access?: AccessRule[];
  /** Whether all access checks must pass, or one is enough. @default 'all' */
  readonly satisfy?: 'all' | 'any';
  /**
   * A path that is asked before each request: 2xx lets it pass, 401 and 403 refuse it, anything else is a 500. It is taken as it is, so that a
   * `?` in it begins no query. `off` asks nothing.
   *
   * @default 'off'
   */
  readonly authRequest?: string;
  /** Variables set from the answer to that, by name: `{ $user: '$upstream_http_x_user' }`. @default {} */
  readonly authRequestSet?: Readonly<Record<string, string>>;
  /** How many requests (and tunnels, as long as they last) may be open at a time, by the name of a zone. @default {} */
  readonly limitConn?: Readonly<Record<string, number>>;
  /** The status beyond that. @default 503 */
  readonly limitConnStatus?: number;
  /** Only log what would be refused. @default 'off' */
  readonly limitConnDryRun?: Flag;
  /** At which level refusals are logged. @default 'error' */
  readonly limitConnLogLevel?: 'info' | 'notice' | 'warn' | 'error';
  /** How often requests may come. @default [] */
  readonly limitReq?: LimitReq[];
  /** The status beyond that. @default 503 */
  readonly limitReqStatus?: number;
  /** Only log what would be refused or delayed. @default 'off' */
  readonly limitReqDryRun?: Flag;
  /** At which level refusals are logged; delays one level lower. @default 'error' */
  readonly limitReqLogLevel?: 'info' | 'notice' | 'warn' | 'error';
}

const REFUSALS = ['info', 'notice', 'warn', 'error'] as const;

export const ACCESS = {
  access: { kind: 'own', default: [] },
  satisfy: { kind: 'enum', of: ['all', 'any'], default: 'all' },
  authRequest: { kind: 'name', default: 'off' },
  authRequestSet: { kind: 'own', default: {} },
  limitConn: { kind: 'own', default: {} },
  limitConnStatus: { kind: 'count', from: 400, to: 599, default: 503 },
  limitConnDryRun: { kind: 'flag', default: 'off' },
  limitConnLogLevel: { kind: 'enum', of: REFUSALS, default: 'error' },
  limitReq: { kind: 'own', default: [] },
  limitReqStatus: { kind: 'count', from: 400, to: 599, default: 503 },
  limitReqDryRun: { kind: 'flag', default: 'off' },
  limitReqLogLevel: { kind: 'enum', of: REFUSALS, default: 'error' },
} satisfies Directives<AccessDirectives>;

/** nginx's `limit_conn_zone`: what open requests are counted by. */
export interface LimitConnZone {
  /** Usually `$binary_remote_addr`; requests for which it is empty are not counted. */
  readonly key: string;
  /** How much it may remember: 64 bytes for each key. When it is full, requests with new keys are refused. */
  readonly size: Size;
}

/** nginx's `limit_req_zone`. */
export interface LimitReqZone {
  /** What requests are counted by, with variables; a request for which it is empty is not. */
  readonly key: string;
  /** How much it may remember: 128 bytes for each key; the least recently used are forgotten. */
  readonly size: Size;
  /** `10r/s`, `30r/m`. */
  readonly rate: string;
}
