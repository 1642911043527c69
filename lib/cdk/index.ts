export {
  type Flag,
  type LocationDirectives,
  type NextUpstreamCondition,
  type Size,
  type Time,
  ConfigError,
} from '../../proxy-runtime/config/index.ts';
export { PlanError } from '../plan/plan-error.ts';
export type { FromNginxConfOptions } from '../plan/nginx-conf/index.ts';
export { ProxyConfig } from './proxy-config.ts';
export type { Capacity } from '../plan/capacity.ts';
export type * from '../plan/deployment-plan.ts';
export type { BackendTarget, BackendDirectives } from '../plan/backend-target.ts';
export { Backend, type BackendBindOptions } from './backend.ts';
export type { NodeImageOptions } from './node-image.ts';
export { RuntimeImage, type RuntimeImageBindOptions, type RuntimeImageConfig } from './runtime-image.ts';
export { WebSocketProxy, type IWebSocketProxy } from './websocket-proxy.ts';
export type { WebSocketProxyProps } from './websocket-proxy-props.ts';
