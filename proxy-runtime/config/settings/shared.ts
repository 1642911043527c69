import { compileZones, type ZoneSettings } from '../../limits/limit-zones.ts';
import { compileLogFormats, type FindLogVariable, type LogFormats } from '../../logging/log-format.ts';
import type { FindVariable } from '../../variables/template.ts';
import { at } from '../at.ts';
import type { ProxyConfig } from '../types.ts';

/** What the whole configuration has once, and its levels refer to. */
export interface Shared {
  readonly zones: ZoneSettings;
  readonly logFormats: LogFormats;
}

/** @throws {@link ConfigError} */
export function shared(config: ProxyConfig, find: FindVariable, findForLog: FindLogVariable): Shared {
  return {
    zones: compileZones(config, find),
    logFormats: at(['logFormats'], () => compileLogFormats(config.logFormats ?? {}, findForLog)),
  };
}
