/** A proxy in this process, and its configuration. The constructs are in `websocket-proxy-constructs/cdk` and `websocket-proxy-constructs/pulumi`. */
export * from './plan/every-entry.ts';
export type { NginxConfOptions } from './plan/nginx-conf/index.ts';
export { fromNginxConf } from './from-nginx-conf.ts';
export { parseProxyConfig } from '../proxy-runtime/compile/index.ts';
export {
  startProxy,
  type ListeningAddress,
  type ProxyOptions,
  type RunningProxy,
  type WorkerCount,
} from '../proxy-runtime/index.ts';
export * from './constructs-elsewhere.ts';
