import { compileZones, type ZoneSettings } from '../../limits/limit-zones.ts';
import { compileLogFormats, type FindLogVariable, type LogFormats } from '../../logging/log-format.ts';
import { LogNeedsFinder } from '../../logging/log-needs.ts';
import type { FindVariable } from '../../variables/template.ts';
import { at } from '../../config/at.ts';
import type { ProxyConfig } from '../../config/types.ts';

/** What the whole configuration has once, and its levels refer to. */
export interface Shared {
  readonly zones: ZoneSettings;
  readonly logFormats: LogFormats;
  readonly logNeeds: LogNeedsFinder;
}

/** @param given - the names of variables that are not nginx's own @throws {@link ConfigError} */
export function shared(
  config: ProxyConfig,
  find: FindVariable,
  findForLog: FindLogVariable,
  given: ReadonlySet<string>,
): Shared {
  return {
    zones: compileZones(config, find),
    logFormats: at(['logFormats'], () => compileLogFormats(config.logFormats ?? {}, findForLog)),
    logNeeds: new LogNeedsFinder(config.logFormats ?? {}, given),
  };
}
