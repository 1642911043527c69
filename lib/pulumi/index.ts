export {
  type Flag,
  type LocationDirectives,
  type NextUpstreamCondition,
  type Size,
  type Time,
  ConfigError,
} from '../../proxy-runtime/config/index.ts';
export type { FromNginxConfOptions } from '../plan/nginx-conf/index.ts';
export { ProxyConfig } from './proxy-config.ts';
export type { Capacity } from '../plan/capacity.ts';
export type * from '../plan/deployment-plan.ts';
export type { BackendTarget } from '../plan/backend-target.ts';
export { Backend } from './backend.ts';
export type { ServiceBackendArgs } from './service-backend.ts';
export type { DockerImageArgs } from './docker-image-args.ts';
export type { BackendDirectives } from './directives.ts';
export { PlanError } from './plan-error.ts';
export type { ExistingBucket, NodeImageOptions } from './node-image.ts';
export { RuntimeImage, type ExistingRepository } from './runtime-image.ts';
export type { Transform } from './transform.ts';
export { WebSocketProxy } from './websocket-proxy.ts';
export type { ExistingLogGroup, WebSocketProxyArgs } from './websocket-proxy-args.ts';
export type { WebSocketProxyTransforms } from './websocket-proxy-transforms.ts';
