import { NOBODY, type Channel, type ChannelOwner, type RelayOwner } from '../net/channel.ts';

/**
 * The owners of a client's socket, one at a time, each with those that may follow it. Beside that, every one may close the connection at once.
 * docs/architecture.md shows this table.
 */
export const NEXT_OWNERS = {
  /** `ClientConnection` reads a request's head. */
  connection: ['waiting', 'lingering'],
  /** `WaitingClient` holds what comes early, and notices a client that leaves. */
  waiting: ['body', 'relay', 'tunnel', 'flush', 'connection', 'lingering'],
  /** `RequestBody` reads a body, which it gives the socket back after: to the owner before, or to the one that was to follow that. */
  body: ['waiting', 'relay', 'flush', 'lingering'],
  /** The client's side of `ResponseRelay` takes a backend's response. */
  relay: ['body', 'flush', 'connection', 'lingering'],
  /** The client's side of `Tunnel`. */
  tunnel: ['lingering'],
  /** `Flush` waits until the client has taken its answer. */
  flush: ['body', 'connection', 'lingering'],
  /** `LingeringClose` drops what still comes. */
  lingering: [],
} as const satisfies Record<string, readonly string[]>;

export type ClientOwner = keyof typeof NEXT_OWNERS;

function mayFollow(owner: ClientOwner, next: ClientOwner): boolean {
  return (NEXT_OWNERS[owner] as readonly ClientOwner[]).includes(next);
}

/**
 * A client's socket, which goes from one owner to the next by {@link NEXT_OWNERS}.
 *
 * A step that is not in the table is a fault of the proxy: the error log has an alert, and that connection ends as one that broke, with no
 * effect on others.
 */
export abstract class ClientSocket {
  readonly channel: Channel;
  #owner: ClientOwner = 'connection';
  /** The owner that has the socket back after a body. */
  #afterBody: { readonly owner: ClientOwner; readonly events: ChannelOwner } | undefined;

  constructor(channel: Channel) {
    this.channel = channel;
  }

  /** Writes an alert to the error log. */
  protected abstract alert(message: string): void;

  /** The owner of the moment. */
  get owner(): ClientOwner {
    return this.#owner;
  }

  /** The owner that has the socket back after the body that is read; nobody while none is. */
  get ownerAfterBody(): ChannelOwner {
    return this.#afterBody?.events ?? NOBODY;
  }

  /** Gives the socket to its next owner; while a body is read, a relay has it after that. */
  giveTo(next: ClientOwner, events: ChannelOwner): void {
    if (this.#afterBody !== undefined && next === 'relay') {
      this.#assertMayFollow(this.#afterBody.owner, next);
      this.#afterBody = { owner: next, events };
      return;
    }
    this.#assertMayFollow(this.#owner, next);
    this.#owner = next;
    this.#afterBody = undefined;
    this.channel.owner = events;
  }

  /** Lends the socket to the reader of a body, until {@link endLoan}. */
  lendTo(body: ChannelOwner): void {
    const lender = { owner: this.#owner, events: this.channel.owner };
    this.giveTo('body', body);
    this.#afterBody = lender;
  }

  /** Gives the socket back from the reader of a body, which is none by now if it was given on. */
  endLoan(): void {
    const after = this.#afterBody;
    this.#afterBody = undefined;
    if (after !== undefined) this.giveTo(after.owner, after.events);
  }

  /** Gives the socket to a tunnel: what comes is written to the backend's channel at once. */
  relayTo(backend: Channel, events: RelayOwner): void {
    this.#assertMayFollow(this.#owner, 'tunnel');
    this.#owner = 'tunnel';
    this.channel.relay(backend, events);
  }

  #assertMayFollow(owner: ClientOwner, next: ClientOwner): void {
    if (mayFollow(owner, next)) return;
    this.alert(
      `a client's socket was given from "${owner}" to "${next}", which is a fault of the proxy; the connection is closed`,
    );
    // Whoever is at work goes on undisturbed; the owner by then hears what it would hear of a connection that broke.
    setImmediate(() => this.channel.destroy());
  }
}
