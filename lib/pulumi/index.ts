export {
  type Flag,
  type LocationDirectives,
  type NextUpstreamCondition,
  type ProxyConfig,
  type Size,
  type Time,
  ConfigError,
} from '../../proxy-runtime/config/index.ts';
export { PlanError } from '../plan/plan-error.ts';
export type { ErrorCode } from '../plan/errors.ts';
export type { NginxConfOptions } from '../plan/nginx-conf/index.ts';
export type { Capacity } from '../plan/capacity.ts';
export type * from '../plan/public-plan.ts';
export type { BackendTarget } from '../plan/backend-target.ts';
export { Backend } from './backend.ts';
export { Compute } from './compute/compute.ts';
export type { FargateComputeArgs } from './compute/fargate.ts';
export type { ServiceBackendArgs } from './service-backend.ts';
export type { DockerImageArgs } from './docker-image-args.ts';
export type { BackendDirectives } from './directives.ts';
export type { ApplicationLoadBalancingArgs } from './load-balancing/application.ts';
export { LoadBalancing } from './load-balancing/load-balancing.ts';
export type { ExistingLogGroup } from './log-group.ts';
export { NginxConf } from './nginx-conf.ts';
export type { ExistingBucket, NodeImageOptions } from './node-image.ts';
export { RuntimeImage, type ExistingRepository } from './runtime-image.ts';
export { Scaling } from './scaling/scaling.ts';
export type { Transform } from './transform.ts';
export { WebSocketProxy } from './websocket-proxy.ts';
export type { WebSocketProxyArgs } from './websocket-proxy-args.ts';
export type { WebSocketProxyTransforms } from './websocket-proxy-transforms.ts';
