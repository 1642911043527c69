export { upstreamWarnings } from './https-backends.ts';
export { takesInvalidHeaders } from './invalid-headers.ts';
export { liftConfig, type LiftedConfig } from './lift.ts';
export { keepNotices, ProxyConfig, type FromNginxConfOptions } from './proxy-config.ts';
export type { PlacedConfig } from './levels.ts';
export type { PlanWarning } from './plan-warning.ts';
export { checkUpstream, replaceServers } from './upstreams.ts';
