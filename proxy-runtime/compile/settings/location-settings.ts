import { proxySslSettings, type ProxySslSettings } from '../../tls/proxy-ssl-settings.ts';
import type { Evaluate, FindVariable } from '../../variables/template.ts';
import { resolverSettings, type ResolverSettings } from './resolver-settings.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import { CLIENT } from '../../config/directives/client.ts';
import { LOCATION_DIRECTIVES } from '../../config/directives/families.ts';
import type { ClientDirectives, LocationDirectives } from '../../config/types.ts';
import { accessSettings, type AccessSettings } from './access-settings.ts';
import { Levels, type PreparedDirectives } from './levels.ts';
import { logSettings, type LogSettings } from './log-settings.ts';
import { proxySettings, type ProxySettings } from './proxy-settings.ts';
import { responseSettings, type ResponseSettings } from './response-settings.ts';
import type { Shared } from './shared.ts';

/** Location-level directives as the engine uses them: milliseconds, bytes, booleans, compiled values. */
export interface LocationSettings
  extends
    ProxySettings,
    PreparedDirectives<ClientDirectives, typeof CLIENT>,
    AccessSettings,
    ResponseSettings,
    LogSettings {
  readonly proxySsl: ProxySslSettings;
  readonly proxySslName: Evaluate;
  readonly resolver: ResolverSettings | undefined;
  /** As it is stated: what it means depends on the location's `proxyPass`. */
  readonly proxyRedirect: DefaultedDirectives['proxyRedirect'];
}

/** Merges the levels, outermost first, directive by directive; what else a level has is not handed down. @throws {@link ConfigError} */
export function locationSettings(
  directives: readonly LocationDirectives[],
  find: FindVariable,
  shared: Shared,
): LocationSettings {
  const levels = new Levels<DefaultedDirectives>(LOCATION_DIRECTIVES, directives, find);
  return {
    ...proxySettings(levels),
    proxySsl: proxySslSettings(levels.merged),
    proxySslName: levels.template('proxySslName'),
    ...levels.prepared<ClientDirectives, typeof CLIENT>(CLIENT),
    ...accessSettings(levels, shared),
    ...responseSettings(levels),
    ...logSettings(levels, shared),
    resolver: resolverSettings(levels.merged),
    proxyRedirect: levels.merged.proxyRedirect,
  };
}
