import type { Change } from '../server/change.ts';
import type { CompiledConfig } from '../compile/compile.ts';
import type { ProxyConfig } from '../config/types.ts';
import type { ListeningAddress } from '../server/listener.ts';
import type { WorkerMetrics } from '../metrics/worker-metrics.ts';

/** Who takes the connections: nginx's worker processes, here one or several threads. */
export interface Workers {
  /** Where they listen, in the configuration's order. */
  readonly addresses: readonly ListeningAddress[];
  /** Open client connections, tunnels included. */
  readonly connections: number;
  readonly tunnels: number;
  /** @throws what keeps any of them from working with the configuration */
  prepare(config: ProxyConfig, compiled: CompiledConfig): Promise<Change>;
  reopenLogs(): void;
  metrics(): Promise<WorkerMetrics[]>;
  /** Whether any of them answers. */
  alive(): Promise<boolean>;
  drain(): Promise<void>;
  close(): Promise<void>;
}
