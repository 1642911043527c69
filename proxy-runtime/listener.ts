import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Listen } from './config/compile.ts';
import { ClientConnection } from './connection/client-connection.ts';
import type { Cycle } from './cycle.ts';

/** How many connections may wait to be accepted: nginx's own number on Linux. */
const BACKLOG = 511;

/** An address the proxy listens on. */
export interface ListeningAddress {
  /** As it was configured: `0.0.0.0:8080`. */
  readonly configured: string;
  /** The address that was bound; for a unix socket its path. */
  readonly host: string;
  /** 0 for a unix socket. */
  readonly port: number;
}

export function boundAddress(configured: string, server: Server): ListeningAddress {
  const address = server.address();
  if (address === null || typeof address === 'string') return { configured, host: address ?? '', port: 0 };
  return { configured, host: address.address, port: address.port };
}

/** A listening socket. It stays open over a reload, which changes what its connections are served by. */
export class Listener {
  readonly server: Server;
  readonly configured: string;
  address: ListeningAddress;
  #listen: Listen;
  #cycle: Cycle;
  readonly #onError: (error: Error) => void;

  constructor(listen: Listen, cycle: Cycle, onError: (error: Error) => void) {
    this.configured = listen.configured;
    this.address = { configured: listen.configured, host: '', port: 0 };
    this.#listen = listen;
    this.#cycle = cycle;
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
    this.#onError = onError;
  }

  #accept(socket: Socket): void {
    this.#cycle.connections.add(new ClientConnection(socket, this.#listen, this.#cycle));
  }

  /** @throws the system's error when the address can't be had */
  async open(options: ListenOptions): Promise<void> {
    this.server.listen({ ...options, backlog: BACKLOG });
    await once(this.server, 'listening');
    this.server.on('error', this.#onError);
    this.address = boundAddress(this.configured, this.server);
  }

  serve(listen: Listen, cycle: Cycle): void {
    this.#listen = listen;
    this.#cycle = cycle;
  }

  close(): void {
    this.server.close();
  }
}
