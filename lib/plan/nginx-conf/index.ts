export { upstreamWarnings } from './https-backends.ts';
export { liftConfig, type LiftedConfig } from './lift.ts';
export { ProxyConfig, type FromNginxConfOptions } from './proxy-config.ts';
export type { PlanWarning } from './plan-warning.ts';
export { checkUpstream, replaceServers } from './upstreams.ts';
