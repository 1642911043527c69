export { upstreamWarnings } from './https-backends.ts';
export { takesInvalidHeaders } from './invalid-headers.ts';
export { liftConfig, type LiftedConfig } from './lift.ts';
export {
  parseNginxConf,
  parseNginxConfFile,
  takeConfig,
  type NginxConfOptions,
  type ParsedNginxConf,
} from './parsed.ts';
export type { PlacedConfig } from './levels.ts';
export type { PlanWarning } from './plan-warning.ts';
export { checkUpstream, replaceServers } from './upstreams.ts';
