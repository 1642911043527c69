import { compileAddressRules, type AddressRules } from '../../access/address-rules.ts';
import { compileConnLimits, compileReqLimits, type ConnLimits, type ReqLimits } from '../../limits/limit-settings.ts';
import { compileSet, type SetVariable } from '../../variables/set.ts';
import { at } from '../../config/at.ts';
import { toBytes } from '../../config/values/bytes.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import type { Levels } from './levels.ts';
import type { Shared } from './shared.ts';

/** Who may do how much, as the engine uses it; undefined for what is not asked. */
export interface AccessSettings {
  readonly accessByAddress: AddressRules | undefined;
  readonly satisfyAny: boolean;
  /** The URI that is asked. */
  readonly authRequest: string | undefined;
  readonly authRequestSet: readonly SetVariable[];
  readonly limitConn: ConnLimits | undefined;
  readonly limitReq: ReqLimits | undefined;
}

export function accessSettings(levels: Levels<DefaultedDirectives>, { zones }: Shared): AccessSettings {
  const { merged, find } = levels;
  const limitConn = at(['limitConn'], () => compileConnLimits(merged.limitConn, zones));
  const limitReq = at(['limitReq'], () => compileReqLimits(merged.limitReq, zones));
  return {
    accessByAddress: merged.access.length === 0 ? undefined : at(['access'], () => compileAddressRules(merged.access)),
    satisfyAny: merged.satisfy === 'any',
    authRequest: merged.authRequest === 'off' ? undefined : toBytes(merged.authRequest),
    authRequestSet: at(['authRequestSet'], () => compileSet(merged.authRequestSet, find)),
    limitConn:
      limitConn.length === 0
        ? undefined
        : {
            limits: limitConn,
            status: merged.limitConnStatus,
            dryRun: levels.on('limitConnDryRun'),
            logLevel: merged.limitConnLogLevel,
          },
    limitReq:
      limitReq.length === 0
        ? undefined
        : {
            limits: limitReq,
            status: merged.limitReqStatus,
            dryRun: levels.on('limitReqDryRun'),
            logLevel: merged.limitReqLogLevel,
          },
  };
}
