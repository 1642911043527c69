import type { LimitConnZone, LimitReqZone } from './access.ts';
import type { Directives } from './directive.ts';
import type { LogFormat } from './logs.ts';

/** Directives of the http level alone, each with entries by name. */
export interface HttpOnlyDirectives {
  /** Formats of access logs, by name. */
  readonly logFormats?: Readonly<Record<string, LogFormat>>;
  /** What `limitConn` counts by, by name. */
  readonly limitConnZone?: Readonly<Record<string, LimitConnZone>>;
  /** What `limitReq` counts by, by name. */
  readonly limitReqZone?: Readonly<Record<string, LimitReqZone>>;
}

export const HTTP_ONLY = {
  logFormats: { kind: 'own' },
  limitConnZone: { kind: 'own' },
  limitReqZone: { kind: 'own' },
} satisfies Directives<HttpOnlyDirectives>;
