/** The proxy server: start it in this process, or (`main.ts`) as the program of a container. It imports nothing from lib. */
export type * from './config/types.ts';
export { ConfigError } from './config/config-error.ts';
export { parseProxyConfig } from './compile/parse.ts';
export { readCommand } from './command.ts';
export type { ListeningAddress } from './server/listener.ts';
export { parseWorkers, type WorkerCount } from './config/values/worker-count.ts';
export type { Cause } from './request/cause.ts';
export { openedTunnel, type OnTunnel, type OpenedTunnel } from './exchange/opened-tunnel.ts';
export { startProxy, type ProxyOptions, type RunningProxy } from './proxy.ts';
