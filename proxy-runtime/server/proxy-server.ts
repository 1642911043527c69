import { once } from 'node:events';
import type { ListenOptions } from 'node:net';
import type { Change } from './change.ts';
import type { CompiledConfig } from '../compile/compile.ts';
import type { Listen } from '../compile/listens.ts';
import { Cycle } from './cycle.ts';
import type { OnTunnel } from '../exchange/opened-tunnel.ts';
import type { LimitZones } from '../limits/limit-zones.ts';
import { Listener, type ListeningAddress } from './listener.ts';
import type { Logs } from '../logging/logs.ts';
import { Counters } from '../metrics/counters.ts';
import { EventLoopDelay } from '../metrics/event-loop-delay.ts';
import { takeSnapshot, openTunnelBytes } from './snapshot.ts';
import type { MetricsSnapshot } from '../metrics/worker-metrics.ts';

/** What a configuration is put into force with. */
export interface Surroundings {
  /** Where it listens; undefined where another worker does. */
  readonly place: (listen: Listen, index: number) => Promise<ListenOptions | undefined> | ListenOptions;
  readonly zones: LimitZones;
}

export interface PreparedServer extends Change {
  /** Where it will listen, in the configuration's order. */
  readonly addresses: readonly ListeningAddress[];
  readonly commit: () => void;
  readonly abandon: () => void;
}

interface Place {
  readonly listen: Listen;
  readonly address: ListeningAddress;
  readonly listener: Listener | undefined;
}

/** The server of one worker: its listening sockets, and the configurations that are at work in it. */
export class ProxyServer {
  readonly counters: Counters;
  readonly #logs: Logs;
  readonly #onTunnel: OnTunnel | undefined;
  readonly #delay = new EventLoopDelay();
  readonly #old = new Set<Cycle>();
  #cycle: Cycle | undefined;
  #places: readonly Place[] = [];

  constructor(logs: Logs, counters: Counters, onTunnel?: OnTunnel) {
    this.#logs = logs;
    this.#onTunnel = onTunnel;
    this.counters = counters;
  }

  get addresses(): readonly ListeningAddress[] {
    return this.#places.map(({ address }) => address);
  }

  get #cycles(): readonly Cycle[] {
    return this.#cycle === undefined ? [...this.#old] : [...this.#old, this.#cycle];
  }

  get #listeners(): readonly Listener[] {
    return this.#places.flatMap(({ listener }) => listener ?? []);
  }

  /** @throws Error for a name that does not resolve or a file that can't be read; the system's error for an address that can't be listened on */
  async prepare(config: CompiledConfig, { place, zones }: Surroundings): Promise<PreparedServer> {
    const cycle = new Cycle(config, this.#logs, { counters: this.counters, zones, onTunnel: this.#onTunnel });
    await cycle.start();
    const opened: Listener[] = [];
    const abandon = (): void => {
      for (const listener of opened) listener.close();
      cycle.close();
    };
    try {
      const places = await this.#open(config, cycle, place, opened);
      const addresses = places.map(({ address }) => address);
      return { addresses, abandon, commit: () => this.#use(cycle, places) };
    } catch (error) {
      abandon();
      throw error;
    }
  }

  async #open(
    { listens }: CompiledConfig,
    cycle: Cycle,
    place: Surroundings['place'],
    opened: Listener[],
  ): Promise<Place[]> {
    const before = [...this.#listeners];
    const places: Place[] = [];
    for (const [index, listen] of listens.entries()) {
      const kept = before.findIndex(({ configured }) => configured === listen.configured);
      const listener =
        kept < 0 ? await this.#listen(listen, cycle, await place(listen, index), opened) : before.splice(kept, 1)[0];
      places.push({ listen, listener, address: listener?.address ?? addressOfAnother(listen) });
    }
    return places;
  }

  async #listen(
    listen: Listen,
    cycle: Cycle,
    place: ListenOptions | undefined,
    opened: Listener[],
  ): Promise<Listener | undefined> {
    if (place === undefined) return undefined;
    const listener = new Listener(listen, cycle);
    await listener.open({ ...place, ipv6Only: listen.ipv6Only });
    opened.push(listener);
    return listener;
  }

  #use(cycle: Cycle, places: readonly Place[]): void {
    const before = this.#listeners;
    this.#places = places;
    for (const { listener, listen } of places) listener?.serve(listen, cycle);
    for (const listener of before) if (!this.#listeners.includes(listener)) listener.close();
    this.#retire();
    this.#cycle = cycle;
    this.#delay.watch(cycle.config.health !== undefined);
  }

  /** The cycle in force lets its connections come to their end. */
  #retire(): void {
    const cycle = this.#cycle;
    if (cycle === undefined) return;
    this.#old.add(cycle);
    void cycle.drain().then(() => this.#old.delete(cycle));
  }

  reopenLogs(): void {
    this.#logs.reopen();
  }

  /** Takes a snapshot of what is open, for the metrics. */
  snapshot(): MetricsSnapshot {
    this.counters.noteTunnelBytes(openTunnelBytes(this.#cycles));
    return takeSnapshot(this.#cycles, this.#delay.take());
  }

  async drain(): Promise<void> {
    for (const listener of this.#listeners) listener.close();
    await Promise.all(this.#cycles.map((cycle) => cycle.drain()));
    this.#delay.watch(false);
  }

  async close(): Promise<void> {
    const servers = this.#listeners.map(({ server }) => server).filter(({ listening }) => listening);
    const closed = servers.map((server) => once(server, 'close'));
    for (const server of servers) server.close();
    for (const cycle of this.#cycles) cycle.close();
    this.#delay.watch(false);
    await Promise.all(closed);
  }
}

/** Only unix sockets are another worker's alone. */
function addressOfAnother({ configured, address }: Listen): ListeningAddress {
  return { configured, host: address.kind === 'unix' ? address.path : address.host, port: 0 };
}
