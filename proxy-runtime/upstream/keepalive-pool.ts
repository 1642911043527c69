import type { KeepaliveSettings } from '../compile/upstreams.ts';
import type { Channel, ChannelOwner } from '../net/channel.ts';
import type { Waiter } from '../net/channel-timer.ts';
import type { Peer } from './peer.ts';

/** A connection to a backend, in use or idle. */
export interface UpstreamConnection {
  readonly channel: Channel;
  readonly peer: Peer;
  /** What the connection was made for; only the like can use it again. */
  readonly key: string;
  readonly openedAt: number;
  requests: number;
}

/** nginx's upstream keepalive: idle connections, the latest used first; data or FIN on an idle one closes it. */
export class KeepalivePool {
  readonly #settings: KeepaliveSettings;
  readonly #idle: IdleConnection[] = [];
  #closed = false;

  constructor(settings: KeepaliveSettings) {
    this.#settings = settings;
  }

  take(peer: Peer, key: string): UpstreamConnection | undefined {
    for (let i = this.#idle.length - 1; i >= 0; i--) {
      const idle = this.#idle[i];
      if (idle?.connection.peer !== peer || idle.connection.key !== key) continue;
      this.#idle.splice(i, 1);
      idle.release();
      return idle.connection;
    }
    return undefined;
  }

  /** Keeps a connection whose response is over, or closes it. */
  give(connection: UpstreamConnection): void {
    const { keepalive, keepaliveRequests, keepaliveTime, keepaliveTimeout } = this.#settings;
    const { channel } = connection;
    const spent = connection.requests >= keepaliveRequests || performance.now() - connection.openedAt > keepaliveTime;
    if (this.#closed || keepalive === 0 || spent || channel.ended || !channel.writable) {
      channel.destroy();
      return;
    }
    if (this.#idle.length >= keepalive) this.#idle.shift()?.connection.channel.destroy();
    const forget = (idle: IdleConnection): void => {
      const index = this.#idle.indexOf(idle);
      if (index >= 0) this.#idle.splice(index, 1);
    };
    this.#idle.push(new IdleConnection(connection, keepaliveTimeout, forget));
    channel.resume();
  }

  /** Closes the idle connections to a peer. */
  drop(peer: Peer): void {
    for (const idle of this.#idle.filter(({ connection }) => connection.peer === peer)) idle.drop();
  }

  /** Closes the idle connections, and keeps none from now on. */
  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.splice(0)) connection.channel.destroy();
  }
}

class IdleConnection implements ChannelOwner, Waiter {
  readonly connection: UpstreamConnection;
  readonly #forget: (idle: IdleConnection) => void;

  constructor(connection: UpstreamConnection, timeout: number, forget: (idle: IdleConnection) => void) {
    this.connection = connection;
    this.#forget = forget;
    connection.channel.timer.start(timeout, this);
    connection.channel.owner = this;
  }

  release(): void {
    this.connection.channel.timer.stop(this);
  }

  drop(): void {
    this.release();
    this.#forget(this);
    this.connection.channel.destroy();
  }

  onTimeout(): void {
    this.drop();
  }

  onData(): void {
    this.drop();
  }

  onEnd(): void {
    this.drop();
  }

  onDrain(): void {
    // Nothing is written to an idle connection.
  }

  onClose(): void {
    this.drop();
  }
}
