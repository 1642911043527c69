/** What is counted, each in a place of its own. */
export const COUNT = {
  accepted: 0,
  handled: 1,
  requests: 2,
  connectionsOpened: 3,
  connectionsClosed: 4,
  tunnelsOpened: 5,
  tunnelsClosed: 6,
  /** Of tunnels that have ended. */
  bytesToClients: 7,
  bytesToUpstreams: 8,
  upstreamFailures: 9,
  /** Of the statuses 1xx; those of the other classes follow. */
  responses: 10,
  /** Of all tunnels, when somebody last looked. */
  notedToClients: 15,
  notedToUpstreams: 16,
} as const;

const LENGTH = COUNT.notedToUpstreams + 1;

export interface TunnelBytes {
  readonly toClients: number;
  readonly toUpstreams: number;
}

/**
 * What one worker has done since it started. Only the worker writes; whoever has the memory, from whichever thread, may read at any
 * time, even when the worker is busy.
 */
export class Counters {
  readonly #values: Float64Array;

  /** @param memory - of {@link Counters.memory}; those of a worker that was replaced go on */
  constructor(memory: SharedArrayBuffer | ArrayBuffer = new ArrayBuffer(LENGTH * 8)) {
    this.#values = new Float64Array(memory);
  }

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(LENGTH * 8);
  }

  add(count: number, by = 1): void {
    this.#values[count] = (this.#values[count] ?? 0) + by;
  }

  get(count: number): number {
    return this.#values[count] ?? 0;
  }

  responded(status: number): void {
    const index = Math.floor(status / 100) - 1;
    if (index >= 0 && index < 5) this.add(COUNT.responses + index);
  }

  /** Responses by the first digit of their status, `1` being the first. */
  get responses(): readonly number[] {
    return [0, 1, 2, 3, 4].map((index) => this.get(COUNT.responses + index));
  }

  get connections(): number {
    return this.get(COUNT.connectionsOpened) - this.get(COUNT.connectionsClosed);
  }

  get tunnels(): number {
    return this.get(COUNT.tunnelsOpened) - this.get(COUNT.tunnelsClosed);
  }

  /** Bytes that tunnels have passed on, those that are open included as far as somebody has looked. They never go back. */
  get tunnelBytes(): TunnelBytes {
    return {
      toClients: Math.max(this.get(COUNT.bytesToClients), this.get(COUNT.notedToClients)),
      toUpstreams: Math.max(this.get(COUNT.bytesToUpstreams), this.get(COUNT.notedToUpstreams)),
    };
  }

  /** Takes note of what the worker's open tunnels have passed on so far. */
  noteTunnelBytes({ toClients, toUpstreams }: TunnelBytes): void {
    this.#values[COUNT.notedToClients] = this.get(COUNT.bytesToClients) + toClients;
    this.#values[COUNT.notedToUpstreams] = this.get(COUNT.bytesToUpstreams) + toUpstreams;
  }

  /** The worker has died: nothing is open any more. */
  closeAll(): void {
    this.add(COUNT.connectionsClosed, this.connections);
    this.add(COUNT.tunnelsClosed, this.tunnels);
    const { toClients, toUpstreams } = this.tunnelBytes;
    this.#values[COUNT.bytesToClients] = toClients;
    this.#values[COUNT.bytesToUpstreams] = toUpstreams;
  }
}
