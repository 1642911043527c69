import { once } from 'node:events';
import type { ListenOptions } from 'node:net';
import type { Change } from './change.ts';
import type { CompiledConfig } from '../compile/compile.ts';
import { HealthEndpoint, type HealthSource } from './health.ts';
import { boundAddress, type ListeningAddress } from './listener.ts';
import { formatListen, type ListenAddress } from '../config/values/listen-address.ts';

interface Listening {
  readonly configured: string;
  readonly endpoint: HealthEndpoint;
  readonly address: ListeningAddress;
}

/** Where the health endpoint listens, over all reloads. */
export class HealthListener {
  readonly #place: (address: ListenAddress) => ListenOptions;
  readonly #source: HealthSource;
  #current: Listening | undefined;

  constructor(place: (address: ListenAddress) => ListenOptions, source: HealthSource) {
    this.#place = place;
    this.#source = source;
  }

  get address(): ListeningAddress | undefined {
    return this.#current?.address;
  }

  /** @throws the system's error for an address that can't be listened on */
  async prepare({ health }: CompiledConfig): Promise<Change> {
    const before = this.#current;
    const next = health && (await this.#open(health));
    return {
      commit: () => {
        if (before !== next) before?.endpoint.close();
        if (health !== undefined && next !== undefined) next.endpoint.paths = health;
        this.#current = next;
      },
      abandon: () => {
        if (before !== next) next?.endpoint.close();
      },
    };
  }

  async #open(health: NonNullable<CompiledConfig['health']>): Promise<Listening> {
    const configured = formatListen(health.address);
    if (this.#current?.configured === configured) return this.#current;
    const endpoint = new HealthEndpoint(health, this.#source);
    endpoint.server.listen(this.#place(health.address));
    await once(endpoint.server, 'listening');
    return { configured, endpoint, address: boundAddress(configured, endpoint.server) };
  }

  drain(): void {
    if (this.#current !== undefined) this.#current.endpoint.draining = true;
  }

  close(): void {
    this.#current?.endpoint.close();
  }
}
