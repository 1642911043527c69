import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Listen } from '../compile/listens.ts';
import type { Server as ServerBlock } from '../compile/server.ts';
import { ClientConnection } from '../connection/client-connection.ts';
import type { Security } from '../exchange/client.ts';
import type { Cycle } from './cycle.ts';
import type { Reusable } from '../net/connection-budget.ts';
import { COUNT } from '../metrics/counters.ts';
import type { Channel, Endpoint } from '../net/channel.ts';
import { remoteOf, SocketChannel } from '../net/socket-channel.ts';
import { setInherited, takeHandles } from '../net/tcp/accept.ts';
import type { TcpBinding, TcpHandle } from '../net/tcp/binding.ts';
import { usedBinding } from '../net/tcp/fast-path.ts';
import { TcpChannel } from '../net/tcp/tcp-channel.ts';
import { acceptTls } from '../tls/tls-acceptor.ts';

/** How many connections may wait to be accepted: nginx's own number on Linux. */
const BACKLOG = 511;

/** A client of a unix socket, which has no address. */
const UNIX: Endpoint = { address: 'unix:', port: undefined };

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
  #takesHandles = false;

  constructor(listen: Listen, cycle: Cycle) {
    this.configured = listen.configured;
    this.address = { configured: listen.configured, host: '', port: 0 };
    this.#listen = listen;
    this.#cycle = cycle;
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#acceptSocket(socket));
  }

  #acceptSocket(socket: Socket): void {
    const listen = this.#listen;
    const cycle = this.#cycle;
    if (listen.keepaliveDelay !== undefined) socket.setKeepAlive(true, listen.keepaliveDelay);
    const client = this.#admit(socket, remoteOf(socket));
    if (client === undefined) socket.on('error', () => undefined).destroy();
    else if (listen.ssl) this.#acceptTls(socket, client, listen, cycle);
    else cycle.add(new ClientConnection(new SocketChannel(socket), client, listen, cycle));
  }

  /** @returns false where a socket is needed, for TLS */
  #acceptHandle(binding: TcpBinding, handle: TcpHandle): boolean {
    const listen = this.#listen;
    const cycle = this.#cycle;
    if (listen.ssl) return false;
    const channel = new TcpChannel(binding, handle);
    const client = this.#admit(channel, channel.remote);
    if (client === undefined) channel.destroy();
    else {
      cycle.add(new ClientConnection(channel, client, listen, cycle));
      channel.resume();
    }
    return true;
  }

  /** @returns the client's address, now and for the whole connection; undefined for a connection that must be closed */
  #admit(connection: Channel | Socket, remote: Endpoint | undefined): Endpoint | undefined {
    const { budget, counters } = this.#cycle;
    counters.add(COUNT.accepted);
    const client = this.#listen.address.kind === 'unix' ? UNIX : remote;
    if (client === undefined) {
      // The system has forgotten the address with the connection. Its bytes could still be read, and no rule for addresses would hold.
      counters.add(COUNT.handled);
      this.#cycle.log('info', 'client reset the connection before it was accepted');
      return undefined;
    }
    if (!budget.makeRoom()) {
      this.#cycle.log('alert', `${budget.limit} worker_connections are not enough`);
      return undefined;
    }
    budget.count(connection);
    counters.add(COUNT.handled);
    return client;
  }

  #acceptTls(socket: Socket, client: Endpoint, listen: Listen, cycle: Cycle): void {
    const add = (over: Socket, security: Security): void => {
      cycle.add(new ClientConnection(new SocketChannel(over), client, listen, cycle, security));
      cycle.endAccepting(accepting);
    };
    const idle: Reusable = {
      channel: socket,
      reuse: () => {
        accepting.close();
        cycle.endAccepting(accepting);
      },
    };
    const accepting = acceptTls<ServerBlock>(
      socket,
      {
        defaultServer: listen.defaultServer,
        find: (name) => listen.servers.find(name).server,
        tlsOf: (server) => cycle.tlsOf(server),
        clientHeaderTimeout: listen.defaultServer.settings.clientHeaderTimeout,
      },
      {
        busy: () => cycle.budget.busy(idle),
        secured: (secured, tls) => add(secured, { tls }),
        plain: (plain) => add(plain, { plain: true }),
        failed: (reason) => {
          cycle.log('info', reason);
          cycle.endAccepting(accepting);
        },
      },
    );
    cycle.accepting.add(accepting);
    cycle.budget.idle(idle);
  }

  /** @throws the system's error when the address can't be had */
  async open(options: ListenOptions): Promise<void> {
    this.server.listen({ ...options, backlog: BACKLOG });
    await once(this.server, 'listening');
    this.server.on('error', (error) => this.#cycle.log('alert', error.message));
    this.address = boundAddress(this.configured, this.server);
    const binding = usedBinding();
    if (binding !== undefined && this.address.port !== 0) {
      this.#takesHandles = takeHandles(binding, this.server, (handle) => this.#acceptHandle(binding, handle));
      this.#setInherited();
    }
  }

  #setInherited(): void {
    const { keepaliveDelay } = this.#listen;
    if (this.#takesHandles) setInherited(this.server, keepaliveDelay === undefined ? undefined : keepaliveDelay / 1000);
  }

  serve(listen: Listen, cycle: Cycle): void {
    this.#listen = listen;
    this.#cycle = cycle;
    this.#setInherited();
  }

  close(): void {
    this.server.close();
  }
}
