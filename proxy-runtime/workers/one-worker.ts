import type { ListenOptions } from 'node:net';
import type { Change } from '../server/change.ts';
import type { CompiledConfig } from '../compile/compile.ts';
import type { ProxyConfig } from '../config/types.ts';
import { LimitZones } from '../limits/limit-zones.ts';
import type { ListeningAddress } from '../server/listener.ts';
import type { OnTunnel } from '../exchange/opened-tunnel.ts';
import type { Logs } from '../logging/logs.ts';
import { Counters } from '../metrics/counters.ts';
import type { WorkerMetrics } from '../metrics/worker-metrics.ts';
import { ProxyServer } from '../server/proxy-server.ts';
import type { ListenAddress } from '../config/values/listen-address.ts';
import type { Workers } from './workers.ts';

/** A single worker, in the thread that started it. */
export class OneWorker implements Workers {
  readonly #server: ProxyServer;
  readonly #place: (address: ListenAddress) => ListenOptions;
  #zones: LimitZones | undefined;

  constructor(logs: Logs, place: (address: ListenAddress) => ListenOptions, onTunnel?: OnTunnel) {
    this.#server = new ProxyServer(logs, new Counters(), onTunnel);
    this.#place = place;
  }

  get addresses(): readonly ListeningAddress[] {
    return this.#server.addresses;
  }

  get connections(): number {
    return this.#server.counters.connections;
  }

  get tunnels(): number {
    return this.#server.counters.tunnels;
  }

  async prepare(_: ProxyConfig, compiled: CompiledConfig): Promise<Change> {
    const zones = LimitZones.ofOneWorker(compiled.shared.zones, this.#zones);
    const { commit, abandon } = await this.#server.prepare(compiled, {
      place: ({ address }) => this.#place(address),
      zones,
    });
    return {
      commit: () => {
        this.#zones = zones;
        commit();
      },
      abandon,
    };
  }

  reopenLogs(): void {
    this.#server.reopenLogs();
  }

  metrics(): Promise<WorkerMetrics[]> {
    return Promise.resolve([{ counters: this.#server.counters, snapshot: this.#server.snapshot(), restarts: 0 }]);
  }

  /** Who can ask is in its thread. */
  alive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  drain(): Promise<void> {
    return this.#server.drain();
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
