import type { ErrorLogTarget, LocationConfig, ProxyConfig, ServerConfig, UpstreamConfig } from '../../../types.ts';
import type { WorkerCount } from '../../../values/worker-count.ts';
import type { Level } from './level.ts';

/** What http, server and location blocks say; which of it where is a matter of each directive's contexts. */
export interface HttpValues extends ProxyConfig, Omit<ServerConfig, 'locations'>, LocationConfig {}

/** What the main level and its events block say. */
export interface MainValues {
  readonly workerShutdownTimeout: string;
  readonly errorLog: ErrorLogTarget | readonly ErrorLogTarget[];
  readonly workerProcesses: WorkerCount;
  readonly workerConnections: number;
  readonly pid: string;
  readonly daemon: 'on' | 'off';
  readonly http: Partial<HttpValues>;
}

export type MainLevel = Level<MainValues>;
export type HttpLevel = Level<HttpValues>;
export type UpstreamLevel = Level<UpstreamConfig>;
