export type { Flag, LocationDirectives, NextUpstreamCondition, Size, Time } from '../../proxy-runtime/config/types.ts';
export { PlanError } from '../plan/plan-error.ts';
export type * from '../plan/deployment-plan.ts';
export type { BackendTarget } from '../plan/backend-target.ts';
export { Backend, type BackendBindOptions } from './backend.ts';
export { RuntimeImage, type RuntimeImageConfig } from './runtime-image.ts';
export { WebSocketProxy, type IWebSocketProxy } from './websocket-proxy.ts';
export type { WebSocketProxyProps } from './websocket-proxy-props.ts';
