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
export type { BackendTarget, BackendDirectives } from '../plan/backend-target.ts';
export { Backend } from './backend.ts';
export type { BackendBindOptions } from './backend-bind-options.ts';
export { Compute } from './compute/compute.ts';
export type { FargateComputeProps } from './compute/fargate.ts';
export type { ApplicationLoadBalancingProps } from './load-balancing/application.ts';
export { LoadBalancing } from './load-balancing/load-balancing.ts';
export { NginxConf } from './nginx-conf.ts';
export type { NodeImageOptions } from './node-image.ts';
export { RuntimeImage } from './runtime-image.ts';
export type { RuntimeImageBindOptions, RuntimeImageConfig } from './runtime-image-config.ts';
export { Scaling } from './scaling/scaling.ts';
export { WebSocketProxy } from './websocket-proxy.ts';
export type { IWebSocketProxy, WebSocketProxyAttributes } from './imported-proxy.ts';
export type { WebSocketProxyProps } from './websocket-proxy-props.ts';
